import { Temporal } from 'temporal-polyfill'
import type { Calendar } from '../../calendar/calendar.ts'
import { hanoiDay } from '../../calendar/hanoi-day.ts'
import type { DossierFacts } from '../facts/dossier-facts.ts'
import { countWorkingDays } from './count-working-days.ts'
import { dueInForce, type Timed } from './due-in-force.ts'

/** How a dossier stands to the due date in force, a day of Hanoi. */
export type DaysLeft = {
  date: Temporal.PlainDate
  /** Worked out from its pauses: the source says another date. */
  extended: boolean
} /** @property days working days left, today not counted; @property tentative a day on the way may yet be closed */ & (
  | { kind: 'left'; days: number; tentative: boolean }
  | { kind: 'today' }
  /** @property days working days over, today counted */
  | { kind: 'late'; days: number }
  /** The clock stands still, and the date moves on with it. */
  | { kind: 'paused'; since: Temporal.PlainDate }
)

/**
 * The working days that a dossier has left.
 * @param dossier instants are ISO
 * @returns undefined when there is no due date, or nothing is due any more
 */
export function daysLeft(
  dossier: Timed,
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
  const due = dueInForce(dossier, { calendar, statuses })
  if (!due || !['not_started', 'running', 'paused'].includes(clock)) return undefined
  const { extended, pausedSince } = due
  const date = hanoiDay(due.at)
  if (pausedSince !== undefined)
    return { kind: 'paused', date, extended, since: hanoiDay(Temporal.Instant.from(pausedSince)) }
  const order = Temporal.PlainDate.compare(date, today)
  if (order === 0) return { kind: 'today', date, extended }
  if (order < 0) return { kind: 'late', date, extended, days: countWorkingDays(date, today, calendar) }
  const days = countWorkingDays(today, date, calendar)
  const { tentative } = calendar.periodEnd(today, { value: days, unit: 'working_day' })
  return { kind: 'left', date, extended, days, tentative: tentative || due.tentative }
}
