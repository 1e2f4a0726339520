import type { Temporal } from 'temporal-polyfill'
import type { Calendar } from '../../calendar/calendar.ts'

type Days = Pick<Calendar, 'isWorkingDay'>

/** Further than this nobody counts, and a date of a wrong year must not take long. */
const mostDays = 800

/** Working days after `from` up to and with `to`: none when `to` does not lie after it. */
export function countWorkingDays(from: Temporal.PlainDate, to: Temporal.PlainDate, calendar: Days): number {
  let count = 0
  const span = Math.min(from.until(to).days, mostDays)
  for (let day = 1; day <= span; day++) if (calendar.isWorkingDay(from.add({ days: day }))) count++
  return count
}
