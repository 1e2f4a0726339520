import { Temporal } from 'temporal-polyfill'
import type { Calendar } from '../../calendar/calendar.ts'
import { hanoiDay } from '../../calendar/hanoi-day.ts'
import type { DossierStatus, PastStatus } from '../dossier.ts'
import type { DossierFacts } from '../facts/dossier-facts.ts'
import { dueInForce } from './due-in-force.ts'

/** Finished on an earlier day than due, in time on that day, or after it; not finished, before or after it. */
export type OnTime = 'early' | 'on_time' | 'late' | 'running' | 'overdue'

/** Instants are ISO in one form, comparable as text. */
interface Handled {
  status: DossierStatus
  statusAt: string
  dueAt: string | null
  finishedAt: string | null
  /** When the office wrote that it would be late: the date it gave then is no longer the one that was promised. */
  apologyAt: string | null
}

/**
 * Whether a dossier was or is handled in time, in the words of Nghị định 61/2018 (early, on time, late): finished at
 * or before the due date counts, whenever it is collected. Pauses extend the date.
 * @param history what of it holds the pauses and the moves of the due date
 * @returns undefined when there is nothing to judge: it was refused, withdrawn or stopped, or finished without a date
 */
export function judgeOnTime(
  { status, statusAt, finishedAt, ...dossier }: Handled,
  history: readonly PastStatus[],
  {
    calendar,
    statuses,
    now,
  }: Pick<DossierFacts, 'statuses'> & {
    calendar: Pick<Calendar, 'isWorkingDay' | 'periodEnd'>
    now: Temporal.Instant
  },
): OnTime | undefined {
  const { clock } = statuses[status]
  if (clock === 'none' || clock === 'stopped') return undefined
  if (clock === 'not_started' || clock === 'paused') return 'running'
  const finished = clock === 'running' ? undefined : (finishedAt ?? statusAt)
  const promised = beforeApology(dossier.dueAt, dossier.apologyAt, history)
  const due = dueInForce({ status, statusAt, finishedAt, ...promised }, { calendar, statuses })?.at
  if (!due) return finished === undefined ? 'running' : undefined
  const end = finished === undefined ? now : Temporal.Instant.from(finished)
  const isAfter = Temporal.Instant.compare(end, due) > 0
  if (finished === undefined) return isAfter ? 'overdue' : 'running'
  if (isAfter) return 'late'
  return hanoiDay(end).equals(hanoiDay(due)) ? 'on_time' : 'early'
}

/** The due date as it was before a new one was given with an apology. */
function beforeApology(dueAt: string | null, apologyAt: string | null, history: readonly PastStatus[]) {
  if (apologyAt === null) return { dueAt, past: history }
  const past = history.map((line) => (line.at < apologyAt ? line : { ...line, dueAt: null }))
  const known = past.filter((line) => line.dueAt !== null)
  const last = known.toSorted((a, b) => (a.at < b.at ? -1 : 1)).at(-1)
  return { dueAt: last?.dueAt ?? dueAt, past }
}
