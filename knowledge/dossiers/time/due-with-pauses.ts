import { Temporal } from 'temporal-polyfill'
import type { Calendar } from '../../calendar/calendar.ts'
import { hanoiDay, zone } from '../../calendar/hanoi-day.ts'
import type { DossierStatus } from '../dossier.ts'
import type { DossierFacts } from '../facts/dossier-facts.ts'
import { countWorkingDays } from './count-working-days.ts'

/** A line of a dossier's history; instants are ISO in one form, comparable as text. */
export interface PastStatus {
  at: string
  status: DossierStatus
  dueAt: string | null
}

/** While the clock stood still. */
interface Pause {
  from: string
  to: string
}

/**
 * When a dossier is due with its pauses: each moves the date on by the working days that it took from it, like those
 * of the calendar, unless the source moved the date itself since it began.
 * @param dueAt as the source says it, ISO
 * @param history in the order in which it came to be
 * @param until when the last pause ends, if nothing ended it
 */
export function dueWithPauses(
  dueAt: string,
  history: readonly PastStatus[],
  {
    calendar,
    statuses,
    until,
  }: Pick<DossierFacts, 'statuses'> & {
    calendar: Pick<Calendar, 'isWorkingDay' | 'periodEnd'>
    until: string
  },
): Temporal.Instant {
  const past = history.toSorted((a, b) => (a.at === b.at ? 0 : a.at < b.at ? -1 : 1))
  const moved = lastMove(past)
  let due = Temporal.Instant.from(dueAt)
  for (const { from, to } of pausesIn(past, statuses, until)) {
    if (moved !== undefined && from <= moved) continue
    const [stop, goesOn, end] = [dayOf(from), dayOf(to), hanoiDay(due)]
    const isOver = Temporal.PlainDate.compare(stop, end) > 0
    if (isOver || Temporal.PlainDate.compare(goesOn, stop) <= 0) continue
    const left = countWorkingDays(stop, end, calendar)
    const { date } = calendar.periodEnd(goesOn, { value: left, unit: 'working_day' })
    const plainTime = due.toZonedDateTimeISO(zone).toPlainTime()
    due = date.toZonedDateTime({ timeZone: zone, plainTime }).toInstant()
  }
  return due
}

/** When the source put another date in the place of one that there was. */
function lastMove(past: readonly PastStatus[]): string | undefined {
  let moved: string | undefined
  let known: string | null = null
  for (const { at, dueAt } of past) {
    if (dueAt === null) continue
    if (known !== null && dueAt !== known) moved = at
    known = dueAt
  }
  return moved
}

function pausesIn(
  past: readonly PastStatus[],
  statuses: DossierFacts['statuses'],
  until: string,
): readonly Pause[] {
  const pauses: Pause[] = []
  let from: string | undefined
  for (const { at, status } of past) {
    if (statuses[status].clock === 'paused') {
      from ??= at
    } else if (from !== undefined) {
      pauses.push({ from, to: at })
      from = undefined
    }
  }
  return from === undefined ? pauses : [...pauses, { from, to: until }]
}

function dayOf(instant: string): Temporal.PlainDate {
  return hanoiDay(Temporal.Instant.from(instant))
}
