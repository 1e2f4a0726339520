import { Temporal } from 'temporal-polyfill'
import { AppError } from '../../server/errors.ts'
import type { Calendar, OfficeKind } from './calendar.ts'
import type { WorkingDays } from './create-working-days.ts'
import { fromDayNumber, toDayNumber, weekdayOf } from './day-number.ts'
import { zone } from './hanoi-day.ts'
import type { Offices, Span } from './offices.ts'
import { sayHours } from './say-hours.ts'

export interface OfficeClock extends Pick<Calendar, 'office' | 'isOpen' | 'nextOpening'> {
  /** When the one-stop desk opens and closes on a working day: it is the one that takes dossiers in. */
  opens: Temporal.PlainTime
  closes: Temporal.PlainTime
}

export function createOfficeClock(days: WorkingDays, offices: Offices): OfficeClock {
  const said = { one_stop: sayHours(offices.one_stop), police: sayHours(offices.police) }
  const desk = offices.one_stop.working_day

  function spansOf(day: number, kind: OfficeKind): readonly Span[] {
    if (days.isWorking(day)) return offices[kind].working_day
    // A Saturday beside a closed Friday or Monday lies within a long holiday (Tết, say): nobody promised
    // that the office opens then, and a person must not come for nothing.
    const opensSaturday = weekdayOf(day) === 6 && ![day - 1, day, day + 2].some(days.isHoliday)
    return opensSaturday ? offices[kind].saturday : []
  }

  /** From the opening on; the minute of closing is closed. */
  function isOpen(at: Temporal.Instant, kind: OfficeKind): boolean {
    const local = at.toZonedDateTimeISO(zone)
    const time = local.toPlainTime()
    return spansOf(toDayNumber(local.toPlainDate()), kind).some(
      ({ from, to }) =>
        Temporal.PlainTime.compare(time, from) >= 0 && Temporal.PlainTime.compare(time, to) < 0,
    )
  }

  function nextOpening(at: Temporal.Instant, kind: OfficeKind): Temporal.Instant {
    if (isOpen(at, kind)) return at
    const today = toDayNumber(at.toZonedDateTimeISO(zone).toPlainDate())
    // The next working day opens for certain, and is never far: `onOrAfter` sees to both.
    const last = days.onOrAfter(today + 1)
    for (let day = today; day <= last; day++) {
      for (const { from } of spansOf(day, kind)) {
        const opening = fromDayNumber(day).toZonedDateTime({ timeZone: zone, plainTime: from }).toInstant()
        if (Temporal.Instant.compare(opening, at) > 0) return opening
      }
    }
    throw new AppError('internal', `No opening of ${kind} found after ${at.toString()}`)
  }

  return {
    opens: Temporal.PlainTime.from(desk[0]?.from ?? '00:00'),
    closes: Temporal.PlainTime.from(desk.at(-1)?.to ?? '23:59'),
    office: (kind) => ({ said: said[kind], verified: offices[kind].verified }),
    isOpen,
    nextOpening,
  }
}
