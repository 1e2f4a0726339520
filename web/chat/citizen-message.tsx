import { useTranslation } from 'react-i18next'
import type { Drawn } from './conversation.ts'
import { HourglassIcon, WarningIcon } from './icons.tsx'

interface CitizenMessageProps {
  message: Extract<Drawn, { from: 'citizen' }>
  connected: boolean
  onEditAgain(id: string, text: string): void
}

export function CitizenMessage({ message, connected, onEditAgain }: CitizenMessageProps) {
  const { t } = useTranslation()
  const { key, text, state } = message
  return (
    <div className={`message citizen ${state}`}>
      <span className="unseen-text">{t('citizen')} </span>
      <p className="bubble">{text}</p>
      {state === 'waiting' && !connected && (
        <p className="fate">
          <HourglassIcon />
          {t('waitingNetwork')}
        </p>
      )}
      {state === 'waiting' && connected && (
        <p className="fate late">
          <HourglassIcon />
          {t('waiting')}
        </p>
      )}
      {state === 'failed' && (
        <p className="fate">
          <WarningIcon />
          {t('failed')}
          <button type="button" onClick={() => onEditAgain(key, text)}>
            {t('editAgain')}
          </button>
        </p>
      )}
    </div>
  )
}
