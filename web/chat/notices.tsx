import { useTranslation } from 'react-i18next'
import type { ChatState } from './chat-client.ts'
import { Icon } from './icon.tsx'

interface NoticesProps {
  state: ChatState
  onRetry(): void
  /** Whether to use the code that the page was opened with. */
  onCode(use: boolean): void
}

const photoFailures = {
  unreadable: 'photoUnreadable',
  too_many: 'photoTooMany',
  unreachable: 'photoUnreachable',
} as const

/** What stands between the citizen and the assistant at the moment, above the text box. */
export function Notices({ state, onRetry, onCode }: NoticesProps) {
  const { t } = useTranslation()
  return (
    <div className="notices" role="status">
      {state.phase === 'loading' && state.items.length === 0 && <p className="notice">{t('loading')}</p>}
      {state.phase === 'failed' && (
        <p className="notice warning">
          <Icon name="warning" />
          <span>{t(state.connected ? 'loadFailed' : 'offline')}</span>
          {state.connected && (
            <button type="button" onClick={onRetry}>
              {t('retry')}
            </button>
          )}
        </p>
      )}
      {state.phase === 'ready' && !state.connected && (
        <p className="notice warning">
          <Icon name="warning" />
          <span>{t('offline')}</span>
        </p>
      )}
      {state.phase === 'ready' && state.code !== null && (
        <p className="notice asking">
          <span>{t(state.code.startsWith('HS-') ? 'slipAsk' : 'codeAsk', { code: state.code })}</span>
          <button type="button" onClick={() => onCode(true)}>
            {t('codeUse')}
          </button>
          <button type="button" onClick={() => onCode(false)}>
            {t('codeLeave')}
          </button>
        </p>
      )}
      {state.photo !== 'none' && state.photo !== 'sending' && (
        <p className="notice warning">
          <Icon name="warning" />
          <span>{t(photoFailures[state.photo])}</span>
        </p>
      )}
      {state.heldSeconds !== null && (
        <p className="notice warning">
          <Icon name="hourglass" />
          <span>{t('tooMany', { count: state.heldSeconds })}</span>
        </p>
      )}
    </div>
  )
}
