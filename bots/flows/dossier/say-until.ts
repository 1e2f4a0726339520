import { Temporal } from 'temporal-polyfill'
import { zone } from '../../../knowledge/calendar/hanoi-day.ts'
import { sayDate } from '../../../knowledge/calendar/say-date.ts'
import { sayHour } from '../../../knowledge/calendar/say-hour.ts'
import type { Saying } from './dossier-world.ts'

/** An instant as a wait is told: "15 giờ 21", or with its day where that is another one; never too early. */
export function sayUntil(until: string, { lang, today }: Pick<Saying, 'lang' | 'today'>): string {
  const at = Temporal.Instant.from(until)
    .toZonedDateTimeISO(zone)
    .round({ smallestUnit: 'minute', roundingMode: 'ceil' })
  const hour = sayHour(at.toPlainTime().toString({ smallestUnit: 'minute' }), lang)
  const day = at.toPlainDate()
  return day.equals(today) ? hour : `${hour} ${sayDate(day, lang, { year: false })}`
}
