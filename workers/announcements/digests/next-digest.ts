import { Temporal } from 'temporal-polyfill'
import { hanoiDay, zone } from '../../../knowledge/calendar/hanoi-day.ts'

/**
 * Until when it is held what a person is not to get on this day.
 * @param digestAt HH:MM in Hanoi
 */
export function nextDigest(now: Temporal.Instant, digestAt: string): Temporal.Instant {
  const plainTime = Temporal.PlainTime.from(digestAt)
  return hanoiDay(now).add({ days: 1 }).toZonedDateTime({ timeZone: zone, plainTime }).toInstant()
}
