import type { Temporal } from 'temporal-polyfill'

/** Rules hold in Hanoi, whatever zone the server is in. */
export const zone = 'Asia/Ho_Chi_Minh'

/** The day it is in Hanoi at an instant. */
export function hanoiDay(at: Temporal.Instant): Temporal.PlainDate {
  return at.toZonedDateTimeISO(zone).toPlainDate()
}
