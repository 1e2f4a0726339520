import { Temporal } from 'temporal-polyfill'

/** House rule: so long an urgent one stands above newer ones. */
const pinnedFor = Temporal.Duration.from({ hours: 72 })

/** Since when an urgent announcement that began stands on top. @param now ISO instant */
export function pinnedSince(now: string): string {
  return Temporal.Instant.from(now).subtract(pinnedFor).toString()
}
