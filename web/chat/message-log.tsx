import { useTranslation } from 'react-i18next'
import { AssistantMessage } from './assistant-message.tsx'
import type { ChatState } from './chat-client.ts'
import { CitizenMessage } from './citizen-message.tsx'
import type { Drawn } from './conversation.ts'
import { DownIcon } from './icons.tsx'
import { useFollow } from './use-follow.ts'

interface MessageLogProps {
  drawn: Drawn[]
  ready: boolean
  connected: boolean
  answering: ChatState['answering']
  onTap(ref: string, of: string): void
  onEditAgain(id: string, text: string): void
}

/** The conversation, newest last, and below it the word that an answer is coming. */
export function MessageLog({ drawn, ready, connected, answering, onTap, onEditAgain }: MessageLogProps) {
  const { t } = useTranslation()
  const { log, unseen, showNewest } = useFollow(drawn, answering)
  return (
    <>
      {/* What was said before the page was opened is not read out: announcements begin once it is there. */}
      <div className="log" role="log" aria-label={t('conversation')} aria-live={ready ? 'polite' : 'off'} ref={log}>
        {drawn.map((message) =>
          message.from === 'assistant' ? (
            <AssistantMessage key={`a${message.key}`} message={message} onTap={onTap} />
          ) : (
            <CitizenMessage key={message.key} message={message} connected={connected} onEditAgain={onEditAgain} />
          ),
        )}
      </div>
      <div className="answering" role="status">
        {answering === 'soon' && (
          <p className="typing">
            {t('typing')}
            <span className="dots" aria-hidden="true" />
          </p>
        )}
        {answering === 'late' && <p className="late">{t('slow')}</p>}
      </div>
      {unseen && (
        <button type="button" className="unseen" onClick={showNewest}>
          <DownIcon />
          {t('newMessages')}
        </button>
      )}
    </>
  )
}
