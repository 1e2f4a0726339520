import type { AlertKey, Alerts } from '../alerts.ts'

/** One of the account's limits, as sends run into it. */
export interface LimitWatch {
  /** A send was refused for it. */
  refused(): void
  /** A send was accepted. */
  accepted(): void
  /** Whether the latest send that tells was refused for it. */
  stands(): boolean
}

/**
 * So long without a refusal and it is over: where a quota runs out, sends are refused and accepted by turns, and
 * every turn would be an alert.
 */
const quietMs = 86_400_000
/** After a start nobody knows when the last refusal was; were the limit still there, it would show by then. */
const quietAfterStartMs = 3600_000

/** Raises an alert when a limit is met, and clears it with a send accepted a day later. @param now in ms */
export function watchLimit(key: AlertKey, alerts: Alerts, now: () => number): LimitWatch {
  let overFrom = now() + quietAfterStartMs
  let alert: 'unknown' | 'raised' | 'clear' = 'unknown'
  let met = false
  return {
    refused() {
      met = true
      overFrom = now() + quietMs
      if (alert === 'raised') return
      alert = 'raised'
      alerts.raise(key)
    },
    accepted() {
      met = false
      if (alert === 'clear' || now() < overFrom) return
      alert = 'clear'
      alerts.clear(key)
    },
    stands: () => met,
  }
}
