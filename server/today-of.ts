import type { Temporal } from 'temporal-polyfill'
import type { Clock } from './clock.ts'

/** The day it is in Hanoi, wherever the server stands. */
export function todayOf(clock: Clock): Temporal.PlainDate {
  return clock.now().toZonedDateTimeISO('Asia/Ho_Chi_Minh').toPlainDate()
}
