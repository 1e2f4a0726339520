import { Temporal } from 'temporal-polyfill'
import type { Calendar } from '../../calendar/calendar.ts'
import { hanoiDay, zone } from '../../calendar/hanoi-day.ts'
import type { DossierStatus, PastStatus } from '../dossier.ts'
import type { DossierFacts } from '../facts/dossier-facts.ts'
import { countWorkingDays } from './count-working-days.ts'
import { orderPast } from './order-past.ts'

/** What of a dossier decides when it is due; instants are ISO in one form, comparable as text. */
export interface Timed {
  status: DossierStatus
  statusAt: string
  /** As the source says it. */
  dueAt?: string | null | undefined
  finishedAt?: string | null | undefined
  /** In the order in which it came to be; of a dossier that never waited for anything it may be left out. */
  past?: readonly PastStatus[] | undefined
}

export interface DueInForce {
  at: Temporal.Instant
  /** Pauses moved it: it is worked out, and the source says another date. */
  extended: boolean
  /** Worked out across a day that may yet be closed. */
  tentative: boolean
  /** ISO; since when the clock stands still, where it does. */
  pausedSince?: string
}

/** A date further away is a wrong one, and to move it makes it no better. */
const mostDays = 800

/** While the clock stood still; one that lasts has no end. */
interface Pause {
  from: string
  to?: string | undefined
}

/**
 * When a dossier is due by law: what its source says, moved on by the working days that each pause since then took from
 * it, as the calendar moves it. A pause that is not over moves nothing yet; one that began when it was overdue moves
 * nothing, nor does one since whose beginning the source has put another date in the place of its own.
 * @returns undefined without a due date
 */
export function dueInForce(
  dossier: Timed,
  {
    calendar,
    statuses,
  }: Pick<DossierFacts, 'statuses'> & { calendar: Pick<Calendar, 'isWorkingDay' | 'periodEnd'> },
): DueInForce | undefined {
  if (!dossier.dueAt) return undefined
  const past = orderPast(dossier.past ?? [])
  const knew = whenSaid(past)
  const said = Temporal.Instant.from(dossier.dueAt)
  let due = { at: said, tentative: false }
  const pauses = pausesIn(past, statuses, endOfLast(dossier, statuses))
  for (const { from, to } of pauses) {
    if (to === undefined || knew(from)) continue
    const [stop, goesOn, end] = [dayOf(from), dayOf(to), hanoiDay(due.at)]
    const isOver = Temporal.PlainDate.compare(stop, end) > 0
    if (isOver || Temporal.PlainDate.compare(goesOn, stop) <= 0 || stop.until(end).days > mostDays) continue
    const value = countWorkingDays(stop, end, calendar)
    const [counted, moved] = [stop, goesOn].map((day) =>
      calendar.periodEnd(day, { value, unit: 'working_day' }),
    )
    if (!counted || !moved) continue
    const plainTime = due.at.toZonedDateTimeISO(zone).toPlainTime()
    due = {
      at: moved.date.toZonedDateTime({ timeZone: zone, plainTime }).toInstant(),
      tentative: due.tentative || counted.tentative || moved.tentative,
    }
  }
  const extended = !due.at.equals(said)
  const inForce = { at: due.at, extended, tentative: extended && due.tentative }
  if (statuses[dossier.status].clock !== 'paused') return inForce
  const last = pauses.at(-1)
  return { ...inForce, pausedSince: last && last.to === undefined ? last.from : dossier.statusAt }
}

/** When a pause ends that no other status in the history has ended; undefined while it lasts. */
function endOfLast(
  { status, statusAt, finishedAt }: Timed,
  statuses: DossierFacts['statuses'],
): string | undefined {
  const { clock } = statuses[status]
  if (clock === 'paused') return undefined
  return clock === 'running' ? statusAt : (finishedAt ?? statusAt)
}

/**
 * Whether the source knew of a pause, by when that began, as it said the due date. Another date that comes with a pause
 * counts it; a first one that comes with it is the one that was promised before.
 */
function whenSaid(past: readonly PastStatus[]): (from: string) => boolean {
  let known: string | undefined
  let first: string | undefined
  let moved: string | undefined
  for (const { at, dueAt } of past) {
    if (dueAt === null || dueAt === known) continue
    if (known === undefined) first = at
    else moved = at
    known = dueAt
  }
  return (from) => (moved === undefined ? first !== undefined && from < first : from <= moved)
}

function pausesIn(
  past: readonly PastStatus[],
  statuses: DossierFacts['statuses'],
  until: string | undefined,
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
