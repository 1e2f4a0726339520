import type { PartState } from '../../../server/health.ts'
import type { Alerts } from '../alerts.ts'
import type { SendFailure } from './call-with-token.ts'
import type { Connection } from './create-tokens.ts'
import { watchLimit } from './watch-limit.ts'

export interface HealthReporter {
  /** The connection may have changed, or time has passed. */
  connection(connection: Connection): void
  /** One send ended; null when it was accepted. */
  sending(failure: SendFailure | null): void
}

/** A send or two that fail say little about Zalo; this many in a row do. */
const telling = 3
const dayMs = 86_400_000
/** How long before its end a refresh token is spoken of. */
const noticeDays = 14

const quotaCodes = new Set([-211, -218, -144, -147])
const packageCodes = new Set([-221, -224])
const connectBy = 'open the page that `npm run -s cli -- link zalo-oa` gives and connect the Official Account'

/**
 * Makes one state of what tokens and sends see, and tells it when it changes; what only an operator can mend is an
 * alert too, raised when it begins and cleared when it is over. Health is of the last send; alerts are slower.
 * @param now milliseconds since the epoch, by the real clock
 */
export function reportHealth(
  tell: (state: PartState) => void,
  alerts: Alerts,
  now: () => number,
): HealthReporter {
  const quota = watchLimit('zalo_oa.quota', alerts, now)
  const packaged = watchLimit('zalo_oa.package', alerts, now)
  let connecting: string | null = 'not connected yet'
  let expiring: string | null = null
  let sending: string | null = null
  let failedSends = 0
  let told = ''

  function update(): void {
    const limit = quota.stands()
      ? 'Zalo takes no more messages: a quota is used up (see oa.zalo.me); messages wait until their people write again'
      : packaged.stands()
        ? 'Zalo refuses: the Official Account has no package for this (see oa.zalo.me); messages wait'
        : null
    const detail = connecting ?? limit ?? sending ?? expiring
    const state: PartState = detail ? { status: 'degraded', detail } : { status: 'ok' }
    if (`${state.status} ${detail}` === told) return
    told = `${state.status} ${detail}`
    tell(state)
  }
  update()

  function connected(refreshExpiresAt: number): void {
    connecting = null
    alerts.clear('zalo_oa.connect')
    if (refreshExpiresAt - now() > noticeDays * dayMs) {
      expiring = null
      alerts.clear('zalo_oa.refresh_expires')
      return
    }
    const date = new Date(refreshExpiresAt).toLocaleDateString('en-GB', { timeZone: 'Asia/Ho_Chi_Minh' })
    const said = `the connection to Zalo ends on ${date}: ${connectBy} again before that`
    if (said !== expiring) alerts.raise('zalo_oa.refresh_expires', { date })
    expiring = said
  }

  return {
    connection(connection) {
      if (connection.kind === 'connected') connected(connection.refreshExpiresAt)
      else if (connection.kind === 'absent') connecting = `not connected: ${connectBy}`
      else if (connection.kind === 'unreachable')
        connecting = `no token for Zalo for now (${connection.detail}); it is tried again`
      else if (connection.kind === 'refused') {
        connecting = `Zalo refuses our refresh token (${connection.detail}): ${connectBy} again`
        alerts.raise('zalo_oa.connect')
      }
      update()
    },
    sending(failure) {
      const code = failure?.kind === 'refused' ? failure.code : null
      if (failure === null) {
        quota.accepted()
        packaged.accepted()
      } else if (code !== null && quotaCodes.has(code)) quota.refused()
      else if (code !== null && packageCodes.has(code)) packaged.refused()
      // A message refused for a reason of its own came through; without a token nothing was sent.
      const general = failure && isGeneral(failure)
      failedSends = general ? failedSends + 1 : 0
      if (!general) sending = null
      else if (failedSends >= telling)
        sending = `Zalo cannot be reached (${failure.detail}); it is tried again`
      update()
    },
  }
}

function isGeneral(failure: SendFailure): boolean {
  if (failure.kind === 'no_token') return false
  return failure.kind !== 'refused' || failure.code === null || failure.status >= 500
}
