import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChatClient } from './chat-client.ts'
import { Composer, type ComposerHandle } from './composer.tsx'
import { draw } from './conversation.ts'
import { Header } from './header.tsx'
import { Icon } from './icon.tsx'
import { MessageLog } from './message-log.tsx'
import { Notices } from './notices.tsx'
import { PhotoButton } from './photo-button.tsx'
import { showLang } from './preferences.ts'
import { useFollow } from './use-follow.ts'
import { useKeyboardInset } from './use-keyboard-inset.ts'

/** The whole page: who speaks, what was said, what may be done. */
export function ChatPage({ client }: { client: ChatClient }) {
  const { t, i18n } = useTranslation()
  const state = useSyncExternalStore(client.subscribe, client.state)
  // Only what happened redraws the conversation, not every blink of the page around it.
  const drawn = useMemo(() => draw(state.items), [state.items])
  const { log, unseen, showNewest } = useFollow(drawn, state.answering)
  const composer = useRef<ComposerHandle>(null)
  // The language may also be changed by a word, or in another tab.
  const lang = state.items.flatMap((item) => (item.from === 'assistant' && item.reply.lang) || []).at(-1)
  useEffect(() => {
    if (!lang) return
    showLang(lang)
    void i18n.changeLanguage(lang)
  }, [lang, i18n])
  useKeyboardInset()
  useEffect(() => {
    document.title = t('title')
  }, [t])

  return (
    <>
      <a className="skip" href="#write">
        {t('skip')}
      </a>
      <Header onLanguage={(language) => client.send({ language })} />
      <main>
        <MessageLog
          ref={log}
          drawn={drawn}
          ready={state.phase === 'ready'}
          connected={state.connected}
          answering={state.answering}
          onTap={(tap, of) => client.send({ tap, of })}
          onEditAgain={(id, text) => {
            client.drop(id)
            composer.current?.write(text)
          }}
        />
      </main>
      <footer>
        {unseen && (
          <button type="button" className="unseen" onClick={showNewest}>
            <Icon name="down" />
            {t('newMessages')}
          </button>
        )}
        <Notices state={state} onRetry={client.load} onCode={client.decide} />
        <Composer ref={composer} onSend={(text) => client.send({ text })}>
          <PhotoButton
            busy={state.phase !== 'ready' || state.photo === 'sending'}
            onPhoto={client.sendPhoto}
          />
        </Composer>
      </footer>
    </>
  )
}
