import { Temporal } from 'temporal-polyfill'
import { zone } from '../../../knowledge/calendar/hanoi-day.ts'
import { sayDate } from '../../../knowledge/calendar/say-date.ts'
import { sayHour } from '../../../knowledge/calendar/say-hour.ts'
import type { Lang } from '../../dialogue/event.ts'

/** An instant (ISO) as it is announced: "19 giờ thứ Bảy 28/11/2026", "Saturday 28 November 2026, 19:00". */
export function sayMoment(instant: string, lang: Lang): string {
  const at = Temporal.Instant.from(instant).toZonedDateTimeISO(zone)
  return withHours(sayHour(at.toPlainTime().toString({ smallestUnit: 'minute' }), lang), at, lang)
}

/**
 * From one instant to another, with the day said once where it is the same.
 * @param between puts the words for "from … to …" around both
 */
export function sayPeriod(
  { startsAt, endsAt }: { startsAt: string; endsAt?: string },
  lang: Lang,
  between: (from: string, to: string) => string,
): string {
  if (!endsAt) return sayMoment(startsAt, lang)
  const [from, to] = [startsAt, endsAt].map((one) => Temporal.Instant.from(one).toZonedDateTimeISO(zone))
  if (!from || !to || !from.toPlainDate().equals(to.toPlainDate()))
    return between(sayMoment(startsAt, lang), sayMoment(endsAt, lang))
  const [opens = '', ends = ''] = [from, to].map((one) =>
    sayHour(one.toPlainTime().toString({ smallestUnit: 'minute' }), lang),
  )
  return withHours(between(opens, ends), from, lang)
}

function withHours(hours: string, day: Temporal.ZonedDateTime, lang: Lang): string {
  const date = sayDate(day.toPlainDate(), lang)
  return lang === 'vi' ? `${hours} ${date}` : `${date}, ${hours}`
}
