import { Temporal } from 'temporal-polyfill'
import { zone } from './hanoi-day.ts'

const opens = Temporal.PlainTime.from('07:00')
const closes = Temporal.PlainTime.from('22:00')

/**
 * When something unasked may reach a person at the earliest: `at` itself between 07:00 and 22:00 in Hanoi,
 * the next 07:00 otherwise.
 */
export function withinSendingWindow(at: Temporal.Instant): Temporal.Instant {
  const local = at.toZonedDateTimeISO(zone)
  const time = local.toPlainTime()
  if (Temporal.PlainTime.compare(time, opens) < 0) return opening(local.toPlainDate())
  if (Temporal.PlainTime.compare(time, closes) >= 0) return opening(local.toPlainDate().add({ days: 1 }))
  return at
}

function opening(day: Temporal.PlainDate): Temporal.Instant {
  return day.toZonedDateTime({ timeZone: zone, plainTime: opens }).toInstant()
}
