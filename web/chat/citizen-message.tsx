import { useTranslation } from 'react-i18next'
import type { DrawnWords } from './conversation.ts'
import { Icon } from './icon.tsx'

interface CitizenMessageProps {
  message: DrawnWords
  connected: boolean
  onEditAgain(id: string, text: string): void
}

export function CitizenMessage({ message, connected, onEditAgain }: CitizenMessageProps) {
  const { t } = useTranslation()
  const { key, text, state } = message
  return (
    <div className={`message citizen ${state}`}>
      <span className="unseen-text">{t('citizen')} </span>
      <p className="bubble">{text ?? t(state === 'sent' ? 'photoSent' : 'photoSending')}</p>
      {state === 'waiting' && !connected && (
        <p className="fate">
          <Icon name="hourglass" />
          {t('waitingNetwork')}
        </p>
      )}
      {state === 'waiting' && connected && (
        <p className="fate late">
          <Icon name="hourglass" />
          {t('waiting')}
        </p>
      )}
      {state === 'failed' && (
        <p className="fate">
          <Icon name="warning" />
          {t('failed')}
          <button type="button" onClick={() => onEditAgain(key, text ?? '')}>
            {t('editAgain')}
          </button>
        </p>
      )}
    </div>
  )
}
