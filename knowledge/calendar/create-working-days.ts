import { Temporal } from 'temporal-polyfill'
import { AppError } from '../../server/errors.ts'
import { toDayNumber, weekdayOf } from './day-number.ts'
import type { Holidays } from './holidays.ts'

/** Which days are worked, in day numbers. */
export interface WorkingDays {
  isWorking(day: number): boolean
  /** A public holiday, or a day swapped for one. */
  isHoliday(day: number): boolean
  /** The day itself when it is a working day, else the next one that is. */
  onOrAfter(day: number): number
  /** The nth working day after `day`, which itself is never counted. */
  add(day: number, count: number): number
  /** How many working days lie after `day` up to and including `last`. */
  between(day: number, last: number): number
  /** Whether from `first` to `last`, both included, lies a day that may yet turn out otherwise. */
  isDoubtful(first: number, last: number): boolean
  coveredUntil: Temporal.PlainDate
}

/** How far around the years with data the fixed holidays are laid out: longer than any period here. */
const yearsAround = 60
/** A run of closed days longer than this is a mistake in the data, not a holiday. */
const longestClosure = 60

export function createWorkingDays({ years, fixed, days }: Holidays): WorkingDays {
  const closed = new Set<number>()
  const worked = new Set<number>()
  const doubtful: number[] = []
  for (const [date, entry] of Object.entries(days)) {
    const number = toDayNumber(Temporal.PlainDate.from(date))
    if (entry.status !== 'announced') doubtful.push(number)
    if (entry.status === 'proposed') continue
    if (entry.day === 'closed') closed.add(number)
    else worked.add(number)
  }
  const firstYear = Math.min(...years)
  const lastYear = Math.max(...years)
  for (let year = firstYear - yearsAround; year <= lastYear + yearsAround; year++) {
    if (years.includes(year)) continue
    for (const [monthDay, { since }] of Object.entries(fixed)) {
      if (year >= since) closed.add(toDayNumber(Temporal.PlainDate.from(`${year}-${monthDay}`)))
    }
  }
  const coveredUntil = Temporal.PlainDate.from(`${lastYear}-12-31`)
  const coveredFirst = toDayNumber(Temporal.PlainDate.from(`${firstYear}-01-01`))
  const coveredLast = toDayNumber(coveredUntil)

  const isWorking = (day: number) => (weekdayOf(day) <= 5 ? !closed.has(day) : worked.has(day))
  const onOrAfter = (day: number) => {
    for (let next = day; next < day + longestClosure; next++) if (isWorking(next)) return next
    throw new AppError('bad_data', `holidays.yaml leaves no working day within ${longestClosure} days`)
  }
  return {
    isWorking,
    isHoliday: (day) => closed.has(day),
    onOrAfter,
    add(day, count) {
      let reached = day
      for (let left = count; left > 0; left--) reached = onOrAfter(reached + 1)
      return reached
    },
    between(day, last) {
      let count = 0
      for (let next = day + 1; next <= last; next++) if (isWorking(next)) count++
      return count
    },
    isDoubtful: (first, last) =>
      first < coveredFirst || last > coveredLast || doubtful.some((day) => day >= first && day <= last),
    coveredUntil,
  }
}
