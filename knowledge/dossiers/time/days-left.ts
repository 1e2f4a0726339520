import { Temporal } from 'temporal-polyfill'
import type { Calendar } from '../../calendar/calendar.ts'
import { hanoiDay } from '../../calendar/hanoi-day.ts'
import type { DossierStatus } from '../dossier.ts'
import type { DossierFacts } from '../facts/dossier-facts.ts'
import { countWorkingDays } from './count-working-days.ts'

/** How a dossier stands to its due date, a day of Hanoi. */
export type DaysLeft =
  /** @property days working days left, today not counted; @property tentative a day on the way may yet be closed */
  | { kind: 'left'; date: Temporal.PlainDate; days: number; tentative: boolean }
  | { kind: 'today'; date: Temporal.PlainDate }
  /** @property days working days over, today counted */
  | { kind: 'late'; date: Temporal.PlainDate; days: number }
  /** The clock stands still, and the date moves on with it. */
  | { kind: 'paused'; date: Temporal.PlainDate; since: Temporal.PlainDate }

/**
 * The working days that a dossier has left.
 * @param dossier instants are ISO
 * @returns undefined when there is no due date, or nothing is due any more
 */
export function daysLeft(
  dossier: { status: DossierStatus; statusAt: string; dueAt?: string | null | undefined },
  {
    calendar,
    statuses,
    today,
  }: Pick<DossierFacts, 'statuses'> & {
    calendar: Pick<Calendar, 'isWorkingDay' | 'periodEnd'>
    today: Temporal.PlainDate
  },
): DaysLeft | undefined {
  const { clock } = statuses[dossier.status]
  if (!dossier.dueAt || !['not_started', 'running', 'paused'].includes(clock)) return undefined
  const date = hanoiDay(Temporal.Instant.from(dossier.dueAt))
  if (clock === 'paused')
    return { kind: 'paused', date, since: hanoiDay(Temporal.Instant.from(dossier.statusAt)) }
  const order = Temporal.PlainDate.compare(date, today)
  if (order === 0) return { kind: 'today', date }
  if (order < 0) return { kind: 'late', date, days: countWorkingDays(date, today, calendar) }
  const days = countWorkingDays(today, date, calendar)
  const { tentative } = calendar.periodEnd(today, { value: days, unit: 'working_day' })
  return { kind: 'left', date, days, tentative }
}
