import { Temporal } from 'temporal-polyfill'
import { zone } from '../../calendar/hanoi-day.ts'
import { remember } from './remember.ts'

export type ReadDate = { at: string } | { problem: string }

/** @param toEnd a day without an hour is meant to its end, as an appointment is, and not from its beginning */
export type DateReader = (cell: string | number, toEnd?: true) => ReadDate

const time =
  '(?<hour>\\d{1,2})[:hg](?<minute>\\d\\d)(?::(?<second>\\d\\d)(?:[.,]\\d{1,9})?)?\\s?(?<offset>Z|[+-]\\d\\d:?\\d\\d)?'

/** Forms that have a name: ISO, and the day, the month and the year as people write them. */
const named: Readonly<Record<string, string>> = {
  iso: `(?<year>\\d{4})-(?<month>\\d\\d)-(?<day>\\d\\d)(?:[T ]+${time})?`,
  people: `(?<day>\\d{1,2})[/.-](?<month>\\d{1,2})[/.-](?<year>\\d{2}|\\d{4})(?:[T ,]+${time})?`,
}

/** What other forms are made of. */
const parts: Readonly<Record<string, string>> = {
  yyyy: '(?<year>\\d{4})',
  MM: '(?<month>\\d{2})',
  M: '(?<month>\\d{1,2})',
  dd: '(?<day>\\d{2})',
  d: '(?<day>\\d{1,2})',
  HH: '(?<hour>\\d{2})',
  H: '(?<hour>\\d{1,2})',
  mm: '(?<minute>\\d{2})',
  ss: '(?<second>\\d{2})',
}

/** Outside these years a date is a slip: no dossier here is older, and none takes so long. */
const years = { first: 1990, last: 2100 }

const unreadable = { problem: 'is no date: write it as 24/11/2026 or 2026-11-24' }
const impossible = { problem: 'is a day or an hour that there is not' }

/** A moment by the clock of a place: Hanoi's, unless an offset from UTC is said. */
interface LocalTime {
  year: number
  month: number
  day: number
  hour: number
  minute: number
  second: number
  offset?: string
}

/**
 * Reads moments as sheets, systems and people write them, in Hanoi's time unless an offset is said. Instants come out
 * with milliseconds, as the database gives them.
 * @param forms `iso`, `people` (dd/MM/yyyy[ HH:mm[:ss]] and the like), or such as `yyyyMMddHHmmss`
 * @param dayZero the day that a number 0 is in a workbook; without it a number is no day
 */
export function createDateReader({
  forms = ['iso', 'people'],
  dayZero,
}: {
  forms?: readonly string[]
  dayZero?: string | undefined
} = {}): DateReader {
  const patterns = forms.map(patternOf)
  // Every hour anew would take longer than all else that is done with a row.
  const startOf = remember(startOfHour, 20_000)
  const zero = dayZero === undefined ? undefined : Temporal.PlainDate.from(dayZero)

  return (cell, toEnd) => {
    const local = typeof cell === 'string' ? ofText(cell, patterns, toEnd) : ofNumber(cell, zero, toEnd)
    if ('problem' in local) return local
    const { year, month, day, hour, minute, second, offset = '' } = local
    if (year < years.first || year > years.last)
      return { problem: `has a year outside ${years.first} to ${years.last}` }
    if (minute > 59 || second > 59) return impossible
    const start = startOf(`${year}-${two(month)}-${two(day)}T${two(hour)}${offset}`)
    return start === undefined ? impossible : { at: within(start, minute, second) }
  }
}

function patternOf(form: string): RegExp {
  const source = form
    .split(/(yyyy|MM|M|dd|d|HH|H|mm|ss)/)
    .map((part) => parts[part] ?? part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^(?:${named[form] ?? source.join('')})$`, 'i')
}

const ascii = /^[ -~]*$/

function ofText(cell: string, patterns: readonly RegExp[], toEnd?: true): LocalTime | { problem: string } {
  const plain = ascii.test(cell) ? cell : cell.normalize('NFKC')
  const trimmed = plain.trim()
  for (const pattern of patterns) {
    const found = pattern.exec(trimmed)?.groups
    if (!found) continue
    const { year = '', month, day, hour, minute, second = '0', offset } = found
    if (year.length === 2) return { problem: 'has a year of two digits: write all four' }
    const date = { year: Number(year), month: Number(month), day: Number(day) }
    if (hour === undefined) return { ...date, ...(toEnd ? endOfDay : midnight) }
    const moment = { ...date, hour: Number(hour), minute: Number(minute), second: Number(second) }
    return offset === undefined ? moment : { ...moment, offset: offset.toUpperCase() }
  }
  return unreadable
}

const midnight = { hour: 0, minute: 0, second: 0 }
const endOfDay = { hour: 23, minute: 59, second: 59 }

/** Excel counts days, and hours as their fraction. */
function ofNumber(
  number: number,
  zero: Temporal.PlainDate | undefined,
  toEnd?: true,
): LocalTime | { problem: string } {
  if (!zero || !(number >= 1 && number < 100_000)) return unreadable
  const time = zero
    .add({ days: Math.floor(number) })
    .toPlainDateTime()
    .add({ seconds: Math.round((number % 1) * 86_400) })
  const { year, month, day, hour, minute, second } = time
  return { year, month, day, ...(toEnd && Number.isInteger(number) ? endOfDay : { hour, minute, second }) }
}

/**
 * @param hour such as `2026-11-24T08`, perhaps with an offset from UTC behind it
 * @returns its beginning, an ISO instant; undefined when there is no such hour
 */
function startOfHour(hour: string): string | undefined {
  const [local, offset] = [`${hour.slice(0, 13)}:00`, hour.slice(13)]
  try {
    const start =
      offset === ''
        ? Temporal.PlainDateTime.from(local).toZonedDateTime(zone).toInstant()
        : Temporal.Instant.from(`${local}${offset}`)
    return start.toString({ fractionalSecondDigits: 3 })
  } catch {
    return undefined
  }
}

const wholeHour = ':00:00.000Z'

function within(start: string, minute: number, second: number): string {
  // An hour that is one in UTC too has the same minutes.
  if (start.endsWith(wholeHour))
    return `${start.slice(0, -wholeHour.length)}:${two(minute)}:${two(second)}.000Z`
  const at = Temporal.Instant.from(start).add({ minutes: minute, seconds: second })
  return at.toString({ fractionalSecondDigits: 3 })
}

function two(number: number): string {
  return number < 10 ? `0${number}` : String(number)
}
