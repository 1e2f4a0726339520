import { Temporal } from 'temporal-polyfill'
import { AppError } from '../../server/errors.ts'
import type { Calendar, Dossier, Due, Duration } from './calendar.ts'
import { createOfficeClock, type WorkingHours } from './create-office-clock.ts'
import { createWorkingDays } from './create-working-days.ts'
import { fromDayNumber, toDayNumber } from './day-number.ts'
import { zone } from './hanoi-day.ts'
import type { Holidays } from './holidays.ts'
import type { Offices } from './offices.ts'

/** Far beyond any time a procedure has (years of working days); more is a mistake of whoever asks. */
const longest = 20_000

/** The working-day clock over checked data; see `calendar.ts` for what each part answers. */
export function createCalendar(holidays: Holidays, offices: Offices): Calendar {
  const days = createWorkingDays(holidays)
  const { workingHours, ...clock } = createOfficeClock(days, offices)

  /**
   * The day of receipt as it counts (day 0). A dossier that reaches the office on a closed day, after the
   * end of office hours, or after the procedure's own cutoff counts as received the next working day:
   * days are counted in working time, and nobody could take it in before. Exactly at the cutoff is in time.
   */
  function receiptDay(
    received: Temporal.ZonedDateTime,
    { closes }: WorkingHours,
    cutoff: string | undefined,
  ): number {
    const day = toDayNumber(received.toPlainDate())
    if (!days.isWorking(day)) return days.onOrAfter(day)
    const time = received.toPlainTime()
    const late = [closes, ...(cutoff ? [Temporal.PlainTime.from(cutoff)] : [])].some(
      (end) => Temporal.PlainTime.compare(time, end) > 0,
    )
    return late ? days.onOrAfter(day + 1) : day
  }

  /**
   * The day on which a period counted from day 0 ends, never a closed one, and whether a day that decides it is in
   * doubt.
   */
  function endOf(day0: number, value: number, unit: 'day' | 'working_day' | 'month') {
    if (unit === 'working_day') {
      // Of no days at all, day 0 itself may be closed.
      const day = days.onOrAfter(days.add(day0, value))
      return { day, tentative: days.isDoubtful(day0, day) }
    }
    // Calendar periods run through holidays: only what may move their end makes them doubtful.
    const last = unit === 'day' ? day0 + value : toDayNumber(fromDayNumber(day0).add({ months: value }))
    const day = days.onOrAfter(last)
    return { day, tentative: days.isDoubtful(last, day) }
  }

  function atClosing(day: number, { closes }: WorkingHours, tentative: boolean): Due {
    const date = fromDayNumber(day)
    return { date, at: date.toZonedDateTime({ timeZone: zone, plainTime: closes }).toInstant(), tentative }
  }

  /** Hours run day and night, from the opening of the office at the earliest, but end on a working day. */
  function afterHours(
    received: Temporal.ZonedDateTime,
    day0: number,
    office: WorkingHours,
    hours: number,
  ): Due {
    const opening = fromDayNumber(day0).toZonedDateTime({ timeZone: zone, plainTime: office.opens })
    const start = Temporal.ZonedDateTime.compare(received, opening) < 0 ? opening : received
    const end = start.add({ hours })
    const last = toDayNumber(end.toPlainDate())
    const day = days.onOrAfter(last)
    const tentative = days.isDoubtful(last, day)
    return day === last
      ? { date: end.toPlainDate(), at: end.toInstant(), tentative }
      : atClosing(day, office, tentative)
  }

  function dueFrom(received: Temporal.Instant, time: Duration, office: WorkingHours): Due {
    const local = received.toZonedDateTimeISO(zone)
    const day0 = receiptDay(local, office, time.cutoff)
    // Had a doubtful day been closed, the dossier would have counted as received later.
    const receiptTentative = days.isDoubtful(toDayNumber(local.toPlainDate()), day0)
    if (time.unit === 'hour') {
      const due = afterHours(local, day0, office, time.value)
      return { ...due, tentative: due.tentative || receiptTentative }
    }
    if (time.unit === 'same_day') return atClosing(day0, office, receiptTentative)
    const { day, tentative } = endOf(day0, time.value, time.unit)
    return atClosing(day, office, tentative || receiptTentative)
  }

  /**
   * The clock's days left when it stops are counted on from the day it goes on. Days are what is counted here: an
   * hour that is left becomes the day that holds it.
   */
  function movedByPauses(received: Temporal.Instant, time: Duration, dossier: Dossier): Due {
    const { pauses = [], unit: ward } = dossier
    const office = workingHours(dossier.office ?? 'one_stop', ward)
    let due = dueFrom(received, time, office)
    const unit = time.unit === 'working_day' ? 'working_day' : 'day'
    const ordered = pauses.toSorted((a, b) => Temporal.PlainDate.compare(a.from, b.from))
    let stood = toDayNumber(received.toZonedDateTimeISO(zone).toPlainDate())
    for (const { from, to } of ordered) {
      const [stop, goesOn] = [Math.max(toDayNumber(from), stood), toDayNumber(to)]
      // A pause after the end, or one within another, moves nothing.
      const end = toDayNumber(due.date)
      if (goesOn <= stop || stop > end) continue
      const left = unit === 'working_day' ? days.between(stop, end) : end - stop
      const next = endOf(goesOn, left, unit)
      due = atClosing(next.day, office, due.tentative || next.tentative || days.isDoubtful(stop, goesOn))
      stood = goesOn
    }
    return due
  }

  return {
    isWorkingDay: (day) => days.isWorking(toDayNumber(day)),
    due(received, time, dossier = {}) {
      checkLength(time.value)
      return movedByPauses(received, time, dossier)
    },
    periodEnd(from, period) {
      checkLength(period.value)
      const { day, tentative } = endOf(toDayNumber(from), period.value, period.unit)
      return atClosing(day, workingHours('one_stop'), tentative)
    },
    ...clock,
    coveredUntil: days.coveredUntil,
  }
}

function checkLength(value: number) {
  if (Number.isInteger(value) && value >= 0 && value <= longest) return
  throw new AppError('bad_request', `A time must be a whole number from 0 to ${longest}, not ${value}`)
}
