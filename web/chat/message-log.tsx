import type { Ref } from 'react'
import { useTranslation } from 'react-i18next'
import { AssistantMessage } from './assistant-message.tsx'
import type { ChatState } from './chat-client.ts'
import { CitizenMessage } from './citizen-message.tsx'
import type { Drawn } from './conversation.ts'

interface MessageLogProps {
  ref: Ref<HTMLDivElement>
  drawn: Drawn[]
  ready: boolean
  connected: boolean
  answering: ChatState['answering']
  onTap(ref: string, of: string): void
  onEditAgain(id: string, text: string): void
}

/** The conversation, newest last, and below it the word that an answer is coming. */
export function MessageLog({ ref, drawn, ready, connected, answering, onTap, onEditAgain }: MessageLogProps) {
  const { t } = useTranslation()
  return (
    <>
      {/* What was said before the page was opened is not read out: announcements begin once it is there. */}
      <div
        className="log"
        role="log"
        aria-label={t('conversation')}
        aria-live={ready ? 'polite' : 'off'}
        ref={ref}
      >
        {drawn.map((message) =>
          message.from === 'assistant' ? (
            <AssistantMessage key={`a${message.key}`} message={message} onTap={onTap} />
          ) : (
            <CitizenMessage
              key={message.key}
              message={message}
              connected={connected}
              onEditAgain={onEditAgain}
            />
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
    </>
  )
}
