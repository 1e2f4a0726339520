import { Temporal } from 'temporal-polyfill'
import { hanoiDay, zone } from '../../../knowledge/calendar/hanoi-day.ts'
import { fold } from '../../../knowledge/matching/fold.ts'
import { readDate } from '../../dialogue/read-date.ts'

export type ReadMoment = { ok: true; at: Temporal.Instant } | Unread
export type ReadPeriod = { ok: true; at: Temporal.Instant; until?: Temporal.Instant } | Unread
type Unread = { ok: false; why: 'unclear' | 'no_hour' | 'past' }

// Two digits behind an hour are its minutes, unless a date begins with them; "tới" before another hour is no evening.
const hours =
  /\b(\d{1,2}) ?(?:gio|g|h|:|(?=[ap]m))(?: ?(\d{2}|ruoi)(?!\d|[/.-]\d| ?thang))?(?: ?phut)?(?: (sang|trua|chieu|toi(?! ?\d)|dem)| ?(am|pm))?\b/g
/** What may stand beside an hour without naming a day. */
const fillers = /\b(?:luc|vao|tu|den|toi|hoi|khoang|ngay|hom|nay|at|from|to|until|on|today)\b/g

/**
 * Reads a day and an hour to come, as people in Hanoi write them: "19h mai", "8h30 20/12", "7 giờ tối thứ bảy". An hour
 * alone is the next such.
 * @param options.alone the hour (HH:MM) that is meant where only a day is named; without it that is `no_hour`
 */
export function readMoment(
  typed: string,
  now: Temporal.Instant,
  options: { alone?: string } = {},
): ReadMoment {
  const read = readPeriod(typed, now, options)
  if (!read.ok) return read
  return read.until ? { ok: false, why: 'unclear' } : { ok: true, at: read.at }
}

/** The same with an end, where there is one: "8h - 11h30 thứ bảy". */
export function readPeriod(
  typed: string,
  now: Temporal.Instant,
  { alone }: { alone?: string } = {},
): ReadPeriod {
  if (typed.length > 200) return { ok: false, why: 'unclear' }
  const said = fold(typed)
  const times = [...said.matchAll(hours)].map(readHour)
  if (times.length > 2 || times.includes(undefined)) return { ok: false, why: 'unclear' }
  const day = readDay(said.replace(hours, ' '), now)
  if (day === undefined) return { ok: false, why: 'unclear' }
  const [from = alone === undefined ? undefined : Temporal.PlainTime.from(alone), until] = times
  if (!from) return { ok: false, why: day === 'none' ? 'unclear' : 'no_hour' }
  const today = hanoiDay(now)
  const isPast = (date: Temporal.PlainDate) => Temporal.Instant.compare(instantOf(date, from), now) <= 0
  // Without a day it is the next time the clock says so.
  const date = day !== 'none' ? day : isPast(today) ? today.add({ days: 1 }) : today
  if (isPast(date)) return { ok: false, why: 'past' }
  const at = instantOf(date, from)
  if (!until) return { ok: true, at }
  const end = instantOf(date, until)
  return Temporal.Instant.compare(end, at) > 0 ? { ok: true, at, until: end } : { ok: false, why: 'unclear' }
}

/** @returns `none` where no day is named; undefined where one is that cannot be read */
function readDay(said: string, now: Temporal.Instant): Temporal.PlainDate | 'none' | undefined {
  const rest = said.replace(/(?<=^|\s)[-~]+(?=\s|$)/g, ' ').trim()
  if (!/[\p{L}\d]/u.test(rest.replace(fillers, ' ')))
    return /\b(?:nay|today)\b/.test(rest) ? hanoiDay(now) : 'none'
  const today = hanoiDay(now)
  const read = readDate(rest.replace(/\b(?:luc|tu|den|at|from|to|until)\b/g, ' '), today, {
    towards: 'future',
  })
  if (!read.ok) return undefined
  // Of a date without a year the reader takes the next one after today; today itself is meant here.
  const isToday = read.date.month === today.month && read.date.day === today.day
  return isToday && !/\b\d{4}\b/.test(rest) ? today : read.date
}

function readHour([, hour, minute, part, half]: RegExpMatchArray): Temporal.PlainTime | undefined {
  const given = Number(hour)
  const noon = part === 'trua' && given < 10
  const late = noon || half === 'pm' || part === 'chieu' || part === 'toi' || part === 'dem'
  const clock = late && given < 12 ? given + 12 : half === 'am' && given === 12 ? 0 : given
  const past = minute === 'ruoi' ? 30 : Number(minute ?? 0)
  return clock < 24 && past < 60 ? Temporal.PlainTime.from({ hour: clock, minute: past }) : undefined
}

function instantOf(date: Temporal.PlainDate, plainTime: Temporal.PlainTime): Temporal.Instant {
  return date.toZonedDateTime({ timeZone: zone, plainTime }).toInstant()
}
