import { Temporal } from 'temporal-polyfill'
import { hanoiDay, zone } from '../../../knowledge/calendar/hanoi-day.ts'
import { fold } from '../../../knowledge/matching/fold.ts'
import { readDate } from '../../dialogue/read-date.ts'

export type ReadMoment = { ok: true; at: Temporal.Instant } | Unread
export type ReadPeriod = { ok: true; at: Temporal.Instant; until?: Temporal.Instant } | Unread
type Unread = { ok: false; why: 'unclear' | 'no_hour' | 'past' }

// Two digits behind an hour are its minutes, unless a date begins with them; "tới" before another hour is no evening.
const hours = new RegExp(
  '\\b(\\d{1,2}) ?(?:gio|g|h|:|(?=[ap]m))' +
    '(?: ?(\\d{2}|ruoi)(?!\\d|[/.-]\\d| ?thang)| ?kem (\\d{1,2}))?(?: ?phut)?' +
    '(?: (?:buoi )?(sang|trua|chieu|toi(?! ?\\d{1,2} ?(?:gio|g|h|:|[ap]m))|dem|khuya)| ?(am|pm))?\\b',
  'g',
)
/** A part of the day that stands with the day: "tối mai lúc 7h", "chiều thứ bảy". */
const partOfDay = /\b(?:buoi )?(sang|trua|chieu|evening|dem|khuya)\b/g
/** Written without marks, "toi" before a day is its evening, unless it comes behind what it makes the next one. */
const plainEvening = new RegExp(
  '(?<!\\b(?:tuan|thang|nam|nhat|cn|thu (?:hai|ba|tu|nam|sau|bay|[2-7])|t[2-7]) )\\btoi' +
    '(?= (?:mai|nay|mot|kia|ngay|hom|thu|t[2-7]|chu nhat|cn)\\b| \\d{1,2}[/.-])',
  'g',
)
/** What may stand beside an hour without naming a day. */
const fillers = /\b(?:luc|vao|(?<!thu )tu|den|toi|hoi|khoang|ngay|hom|nay|at|from|to|until|on|today)\b/g

type Part = 'sang' | 'trua' | 'chieu' | 'toi' | 'dem'

/** A time of the clock; after midnight it is of the day that follows the one that is named. */
interface Hour {
  time: Temporal.PlainTime
  /** Within the night, but not at its midnight: of which day is known only where none, or this one, is named. */
  small?: true
  nextDay?: true
}

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
  const said = readMarks(typed)
  const found = [...said.matchAll(hours)]
  const rest = said.replace(hours, ' ')
  const parts = new Set([...rest.matchAll(partOfDay)].map(([, part]) => part))
  const [ofDay] = parts
  const times = readHours(found, ofDay)
  if (times === undefined || parts.size > 1) return { ok: false, why: 'unclear' }
  const day = readDay(rest.replace(partOfDay, ' '), now)
  if (day === undefined) return { ok: false, why: 'unclear' }
  const [from = alone === undefined ? undefined : { time: Temporal.PlainTime.from(alone) }, until] = times
  if (!from) return { ok: false, why: day === 'none' ? 'unclear' : 'no_hour' }
  const today = hanoiDay(now)
  // "2h đêm mai" may be either night's.
  const isNamed = day !== 'none' && !day.equals(today)
  if (isNamed && times.some(({ small }) => small)) return { ok: false, why: 'unclear' }
  const isPast = (date: Temporal.PlainDate) => Temporal.Instant.compare(instantOf(date, from), now) <= 0
  // Without a day it is the next time the clock says so.
  const isOpen = day === 'none' || from.small
  const date = !isOpen ? day : isPast(today) ? today.add({ days: 1 }) : today
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
  const named = rest.replace(/\b(?:luc|vao|(?<!thu )tu|den|at|from|to|until)\b/g, ' ').trim()
  if (/^(?:ngay |hom )?(?:mot|kia)$/.test(named) && named !== 'hom kia') return today.add({ days: 2 })
  const read = readDate(named, today, { towards: 'future' })
  if (!read.ok) return undefined
  // Of a date without a year the reader takes the next one after today; today itself is meant here.
  const isToday = read.date.month === today.month && read.date.day === today.day
  return isToday && !/\b\d{4}\b/.test(rest) ? today : read.date
}

/** Folds it, but keeps apart what only its marks tell: "tối" is no "tới", "mốt" no "một". */
function readMarks(typed: string): string {
  const marked = typed.normalize('NFC').toLowerCase()
  const dayAfter = marked.replace(/(?<!\p{L})mốt(?!\p{L})/gu, 'kia')
  const said = fold(marked)
  const isPlain = said === marked.replace(/\s+/g, ' ').trim()
  if (isPlain) return said.replace(plainEvening, 'evening')
  // Directly behind an hour it is read with that.
  return fold(dayAfter.replace(/(?<!(?:\d|giờ|h|g|rưỡi|phút) ?)(?<!\p{L})tối(?!\p{L})/gu, 'evening'))
}

/** @param ofDay the part of the day that stands with the day, for hours without one of their own */
function readHours(found: readonly RegExpMatchArray[], ofDay: string | undefined): Hour[] | undefined {
  const [first, second, ...others] = found
  if (others.length) return undefined
  const given = ofDay === undefined ? undefined : partOf(ofDay)
  const until = second && readHour(second, given)
  const own = first && readHour(first, given)
  const shared =
    second?.[4] && first?.[4] === undefined && given === undefined ? partOf(second[4]) : undefined
  // "7h - 9h tối" are both in the evening, "8h - 5h chiều" are not.
  const alike = shared && first && readHour(first, shared)
  const from = alike && until && isBefore(alike, until) ? alike : own
  if ((first && !from) || (second && !until)) return undefined
  return [...(from ? [from] : []), ...(until ? [until] : [])]
}

function isBefore(one: Hour, other: Hour): boolean {
  if (one.nextDay !== other.nextDay) return other.nextDay === true
  return Temporal.PlainTime.compare(one.time, other.time) < 0
}

function partOf(said: string): Part {
  return said === 'evening' ? 'toi' : said === 'khuya' ? 'dem' : (said as Part)
}

function readHour(
  [, hour, minute, less, part, half]: RegExpMatchArray,
  ofDay: Part | undefined,
): Hour | undefined {
  const clock = onClock(Number(hour), half ?? (part === undefined ? ofDay : partOf(part)))
  const past = minute === 'ruoi' ? 30 : Number(minute ?? 0)
  const short = Number(less ?? 0)
  if (!clock || clock.hour > 23 || past > 59 || short > 59) return undefined
  const time = Temporal.PlainTime.from({ hour: clock.hour, minute: past }).subtract({ minutes: short })
  // A quarter to midnight is of the day that midnight ends.
  const nextDay = clock.nextDay && !short
  return { time, ...(clock.small ? { small: true } : {}), ...(nextDay ? { nextDay: true } : {}) }
}

/** @returns undefined for an hour that is not in that part of the day */
function onClock(
  hour: number,
  part: string | undefined,
): { hour: number; nextDay?: true; small?: true } | undefined {
  const isEvening = part === 'toi' || part === 'dem'
  if (isEvening && (hour === 12 || hour === 24)) return { hour: 0, nextDay: true }
  if (hour > 12 || part === undefined) return part === 'sang' ? undefined : { hour }
  if (part === 'dem' && hour < 6) return { hour, small: true }
  if (part === 'toi' && hour < 5) return undefined
  if (part === 'sang' || part === 'am') return hour < 12 ? { hour } : part === 'am' ? { hour: 0 } : undefined
  return hour === 12 || (part === 'trua' && hour > 9) ? { hour } : { hour: hour + 12 }
}

function instantOf(date: Temporal.PlainDate, { time, nextDay }: Hour): Temporal.Instant {
  return date
    .add({ days: nextDay ? 1 : 0 })
    .toZonedDateTime({ timeZone: zone, plainTime: time })
    .toInstant()
}
