import { Temporal } from 'temporal-polyfill'
import type { Lang } from '../../../bots/dialogue/event.ts'
import { zone } from '../../../knowledge/calendar/hanoi-day.ts'
import { sayDate } from '../../../knowledge/calendar/say-date.ts'
import { sayHour } from '../../../knowledge/calendar/say-hour.ts'
import { boardTexts } from './board-texts.ts'

/** An instant in Hanoi: "8 giờ 30, thứ Hai 23/11/2026". @param instant ISO */
export function sayWhen(instant: string, lang: Lang): string {
  const { date, hour } = inHanoi(instant, lang)
  return `${hour}, ${sayDate(date, lang)}`
}

/** From when to when something takes place; the day is said once where it is one. Instants are ISO. */
export function saySpan({ startsAt, endsAt }: { startsAt: string; endsAt?: string }, lang: Lang): string {
  const texts = boardTexts[lang]
  if (endsAt === undefined) return texts.at(sayWhen(startsAt, lang))
  const [from, to] = [inHanoi(startsAt, lang), inHanoi(endsAt, lang)]
  if (!from.date.equals(to.date)) return texts.fromTo(sayWhen(startsAt, lang), sayWhen(endsAt, lang))
  return texts.fromTo(from.hour, `${to.hour}, ${sayDate(from.date, lang)}`)
}

function inHanoi(instant: string, lang: Lang) {
  const there = Temporal.Instant.from(instant).toZonedDateTimeISO(zone)
  const time = there.toPlainTime().toString({ smallestUnit: 'minute' })
  return { date: there.toPlainDate(), hour: sayHour(time, lang) }
}
