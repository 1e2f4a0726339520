import { Temporal } from 'temporal-polyfill'
import { hanoiDay, zone } from './hanoi-day.ts'

const opens = Temporal.PlainTime.from('07:00')

/** 07:00 of the day after the one that it is in Hanoi at an instant. */
export function nextMorning(at: Temporal.Instant): Temporal.Instant {
  return hanoiDay(at).add({ days: 1 }).toZonedDateTime({ timeZone: zone, plainTime: opens }).toInstant()
}
