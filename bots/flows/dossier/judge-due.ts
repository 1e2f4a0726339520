import { Temporal } from 'temporal-polyfill'
import type { Calendar } from '../../../knowledge/calendar/calendar.ts'
import { hanoiDay } from '../../../knowledge/calendar/hanoi-day.ts'
import type { DossierView } from '../../../knowledge/dossiers/dossier.ts'
import type { DossierWorld, Saying } from './dossier-world.ts'

/** How a dossier stands to its due date. */
export type DueState =
  /** @property days working days left, today not counted; @property tentative a closed day on the way is computed */
  | { kind: 'left'; date: Temporal.PlainDate; days: number; tentative: boolean }
  | { kind: 'today'; date: Temporal.PlainDate }
  /** @property days working days over, today counted */
  | { kind: 'late'; date: Temporal.PlainDate; days: number }
  /** The clock stands still, and the date moves on with it. */
  | { kind: 'paused'; date: Temporal.PlainDate }

/** Further than this nobody counts the days. */
const mostDays = 800

/** Undefined when there is no date, or nothing more is due. */
export function judgeDue(view: DossierView, saying: Saying, world: DossierWorld): DueState | undefined {
  const { clock } = world.facts.statuses[view.status]
  if (!view.dueAt || clock === 'none' || clock === 'stopped' || clock === 'done' || clock === 'closed')
    return undefined
  const date = hanoiDay(Temporal.Instant.from(view.dueAt))
  if (clock === 'paused') return { kind: 'paused', date }
  const { today } = saying
  const order = Temporal.PlainDate.compare(date, today)
  if (order === 0) return { kind: 'today', date }
  if (order < 0) return { kind: 'late', date, days: workingDays(date, today, world.calendar) }
  const days = workingDays(today, date, world.calendar)
  const { tentative } = world.calendar.periodEnd(today, { value: days, unit: 'working_day' })
  return { kind: 'left', date, days, tentative }
}

/** Working days after `from`, up to and with `to`. */
function workingDays(from: Temporal.PlainDate, to: Temporal.PlainDate, calendar: Calendar): number {
  let count = 0
  const span = Math.min(from.until(to).days, mostDays)
  for (let day = 1; day <= span; day++) if (calendar.isWorkingDay(from.add({ days: day }))) count++
  return count
}
