import { Temporal } from 'temporal-polyfill'
import { zone } from '../../../knowledge/calendar/hanoi-day.ts'

const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** An instant as RFC 822 has it, in Hanoi: "Mon, 23 Nov 2026 08:30:00 +0700". @param instant ISO */
export function sayFeedDate(instant: string): string {
  const at = Temporal.Instant.from(instant).toZonedDateTimeISO(zone)
  const time = at.toPlainTime().toString({ smallestUnit: 'second' })
  const date = `${days[at.dayOfWeek - 1]}, ${String(at.day).padStart(2, '0')} ${months[at.month - 1]} ${at.year}`
  return `${date} ${time} ${at.offset.replace(':', '')}`
}
