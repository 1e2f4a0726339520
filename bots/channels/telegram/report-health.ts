import type { PartState } from '../../../server/health.ts'
import type { CallFailure } from './bot-client.ts'

export interface HealthReporter {
  /** Taking in works, or not for this reason. */
  receiving(failure: CallFailure | null): void
  /** One send ended; null when it was accepted or refused for a reason of its own. */
  sending(failure: CallFailure | null): void
  stopped(): void
}

/** A send or two that fail say little about Telegram; this many in a row do. */
const telling = 3

/**
 * Makes one state of what receiving and sending see, and tells it when it changes. It starts as degraded:
 * until Telegram has answered once, nothing is known to work.
 */
export function reportHealth(tell: (state: PartState) => void): HealthReporter {
  let receiving: string | null = 'connecting to Telegram'
  let sending: string | null = null
  let failedSends = 0
  let told = ''

  function update(): void {
    const detail = receiving ?? sending
    const state: PartState = detail ? { status: 'degraded', detail } : { status: 'ok' }
    if (`${state.status} ${detail}` === told) return
    told = `${state.status} ${detail}`
    tell(state)
  }
  update()

  return {
    receiving(failure) {
      receiving = failure && explain(failure)
      update()
    },
    sending(failure) {
      const general = failure && (failure.kind !== 'refused' || failure.status >= 500 || isAuth(failure))
      failedSends = general ? failedSends + 1 : 0
      if (!general) sending = null
      else if (failedSends >= telling || isAuth(failure)) sending = explain(failure)
      update()
    },
    stopped: () => tell({ status: 'off' }),
  }
}

function isAuth(failure: CallFailure): boolean {
  return failure.kind === 'refused' && (failure.status === 401 || failure.status === 404)
}

function explain(failure: CallFailure): string {
  if (isAuth(failure)) return `Telegram refuses the token (${failure.detail}); check TELEGRAM_BOT_TOKEN`
  if (failure.kind === 'refused' && failure.status === 409) {
    return '409: another process takes in with this token, by polling or by a webhook; stop it'
  }
  return `Telegram cannot be reached (${failure.detail}); it is tried again`
}
