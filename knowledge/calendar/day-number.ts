import { Temporal } from 'temporal-polyfill'

const first = Temporal.PlainDate.from('1970-01-01')

/** A day as the number of days since 1970-01-01: what the counting loops work with, being far cheaper. */
export function toDayNumber(date: Temporal.PlainDate): number {
  return first.until(date, { largestUnit: 'day' }).days
}

export function fromDayNumber(day: number): Temporal.PlainDate {
  return first.add({ days: day })
}

/** 1 is Monday, 7 Sunday. */
export function weekdayOf(day: number): number {
  // 1970-01-01 was a Thursday.
  return ((((day + 3) % 7) + 7) % 7) + 1
}
