import type { Temporal } from 'temporal-polyfill'
import type { Moment } from './decide.ts'

/** An instant with the day that it is of in Hanoi. */
export function hanoiDay(now: Temporal.Instant): Moment {
  const there = now.toZonedDateTimeISO('Asia/Ho_Chi_Minh')
  return {
    ms: now.epochMilliseconds,
    day: there.toPlainDate().toString(),
    dayEnds: there.startOfDay().add({ days: 1 }).epochMilliseconds,
  }
}
