import { Temporal } from 'temporal-polyfill'
import { AppError } from '../../server/errors.ts'
import type { Calendar, OfficeKind } from './calendar.ts'
import type { WorkingDays } from './create-working-days.ts'
import { fromDayNumber, toDayNumber, weekdayOf } from './day-number.ts'
import { zone } from './hanoi-day.ts'
import type { Office, Offices, Span } from './offices.ts'
import { sayHours } from './say-hours.ts'

export interface OfficeClock extends Pick<Calendar, 'office' | 'isOpen' | 'nextOpening'> {
  /** When an office opens on a working day, and when it closes for that day. */
  workingHours(kind: OfficeKind, unit?: string): WorkingHours
}

export interface WorkingHours {
  opens: Temporal.PlainTime
  closes: Temporal.PlainTime
}

export function createOfficeClock(days: WorkingDays, offices: Offices): OfficeClock {
  function officeOf(kind: OfficeKind, unit = ''): Office {
    const own = Object.hasOwn(offices.units, unit) ? offices.units[unit]?.[kind] : undefined
    return own ?? offices.offices[kind]
  }

  function spansOf(day: number, office: Office): readonly Span[] {
    if (days.isWorking(day)) return office.working_day
    // A Saturday beside a closed Friday or Monday lies within a long holiday (Tết, say): nobody promised
    // that the office opens then, and a person must not come for nothing.
    const opensSaturday = weekdayOf(day) === 6 && ![day - 1, day, day + 2].some(days.isHoliday)
    return opensSaturday ? office.saturday : []
  }

  /** From the opening on; the minute of closing is closed. */
  function isOpen(at: Temporal.Instant, kind: OfficeKind, unit?: string): boolean {
    const local = at.toZonedDateTimeISO(zone)
    const time = local.toPlainTime()
    return spansOf(toDayNumber(local.toPlainDate()), officeOf(kind, unit)).some(
      ({ from, to }) =>
        Temporal.PlainTime.compare(time, from) >= 0 && Temporal.PlainTime.compare(time, to) < 0,
    )
  }

  function nextOpening(at: Temporal.Instant, kind: OfficeKind, unit?: string): Temporal.Instant {
    if (isOpen(at, kind, unit)) return at
    const today = toDayNumber(at.toZonedDateTimeISO(zone).toPlainDate())
    // The next working day opens for certain, and is never far: `onOrAfter` sees to both.
    const last = days.onOrAfter(today + 1)
    for (let day = today; day <= last; day++) {
      for (const { from } of spansOf(day, officeOf(kind, unit))) {
        const opening = fromDayNumber(day).toZonedDateTime({ timeZone: zone, plainTime: from }).toInstant()
        if (Temporal.Instant.compare(opening, at) > 0) return opening
      }
    }
    throw new AppError('internal', `No opening of ${kind} found after ${at.toString()}`)
  }

  return {
    workingHours(kind, unit) {
      const spans = officeOf(kind, unit).working_day
      return {
        opens: Temporal.PlainTime.from(spans[0]?.from ?? '00:00'),
        closes: Temporal.PlainTime.from(spans.at(-1)?.to ?? '23:59'),
      }
    },
    office(kind, unit) {
      const office = officeOf(kind, unit)
      return { said: sayHours(office), verified: office.verified }
    },
    isOpen,
    nextOpening,
  }
}
