import { Temporal } from 'temporal-polyfill'
import { zone } from '../../knowledge/calendar/hanoi-day.ts'

/** "2026-11-27T17:00+07:00" @param instant ISO; undefined stays so */
export function hanoi(instant: string | undefined): string | undefined {
  if (instant === undefined) return undefined
  const local = Temporal.Instant.from(instant).toZonedDateTimeISO(zone)
  return local.toString({ smallestUnit: 'minute', timeZoneName: 'never' })
}
