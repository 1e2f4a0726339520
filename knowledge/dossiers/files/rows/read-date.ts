import { Temporal } from 'temporal-polyfill'
import { zone } from '../../../calendar/hanoi-day.ts'
import type { Cell } from '../sheet.ts'

export type ReadDate = { at: string } | { problem: string }

interface Options {
  /** The day that a number 0 is; without it a number is no day. */
  dayZero?: string
  /** A day without an hour is meant to its end, as an appointment is, and not from its beginning. */
  toEnd?: true
}

const iso = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](.+))?$/
const vietnamese = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{2}|\d{4})(?:[T ,]+(.+))?$/
const clock = /^(\d{1,2})[:hg](\d\d)(?::(\d\d)(?:[.,]\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?$/i

/** Outside these years a date is a slip: no dossier here is older, and none takes so long. */
const years = { first: 1990, last: 2100 }

const endOfDay = { hour: 23, minute: 59, second: 59 }

/**
 * A moment as sheets write it: ISO (with an offset or in Hanoi's time), dd/MM/yyyy[ HH:mm[:ss]] in Hanoi's time, or
 * the number of a day in a workbook. The result is an ISO instant with milliseconds, as the database gives it.
 */
export function readDate(cell: Cell, { dayZero, toEnd }: Options = {}): ReadDate {
  if (typeof cell === 'number') return dayZero === undefined ? unreadable : ofNumber(cell, dayZero, toEnd)
  const asIso = iso.exec(cell)
  const asVietnamese = asIso ? null : vietnamese.exec(cell)
  const [, year, month, day, time] = asIso ?? reorder(asVietnamese) ?? []
  if (year === undefined) return unreadable
  if (year.length === 2) return { problem: 'has a year of two digits: write all four' }
  const clocked = time === undefined ? null : clock.exec(time.trim())
  if (time !== undefined && !clocked) return unreadable
  const [, hour, minute, second = '0', offset] = clocked ?? []
  const fields = { year: Number(year), month: Number(month), day: Number(day) }
  if (hour === undefined) return toInstant({ ...fields, ...(toEnd ? endOfDay : {}) })
  return toInstant({ ...fields, hour: Number(hour), minute: Number(minute), second: Number(second) }, offset)
}

const unreadable = { problem: 'is no date: write it as 24/11/2026 or 2026-11-24' }
const impossible = { problem: 'is a day or an hour that there is not' }

function reorder(parts: RegExpExecArray | null): (string | undefined)[] | undefined {
  return parts ? [parts[0], parts[3], parts[2], parts[1], parts[4]] : undefined
}

/** Excel counts days, and hours as their fraction. */
function ofNumber(number: number, dayZero: string, toEnd?: true): ReadDate {
  const seconds = Math.round((number % 1) * 86_400)
  if (!(number >= 1 && number < 100_000)) return unreadable
  const midnight = Temporal.PlainDate.from(dayZero)
    .add({ days: Math.floor(number) })
    .toPlainDateTime()
  const whole = Number.isInteger(number) && toEnd
  return toInstant(whole ? midnight.with(endOfDay) : midnight.add({ seconds }))
}

type Moment = Temporal.PlainDateTime | Temporal.DateTimeLikeObject

function toInstant(moment: Moment, offset?: string): ReadDate {
  let local: Temporal.PlainDateTime
  try {
    local = Temporal.PlainDateTime.from(moment, { overflow: 'reject' })
  } catch {
    return impossible
  }
  if (local.year < years.first || local.year > years.last)
    return { problem: `has a year outside ${years.first} to ${years.last}` }
  try {
    const instant = local.toZonedDateTime(offset === undefined ? zone : zoneOf(offset)).toInstant()
    return { at: instant.toString({ fractionalSecondDigits: 3 }) }
  } catch {
    return impossible
  }
}

function zoneOf(offset: string): string {
  return /^z$/i.test(offset) ? 'UTC' : offset
}
