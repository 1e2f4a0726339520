import type { Temporal } from 'temporal-polyfill'
import type { Calendar } from '../../calendar/calendar.ts'
import { hanoiDay } from '../../calendar/hanoi-day.ts'
import type { DossierFacts } from '../facts/dossier-facts.ts'
import { type DueInForce, dueInForce, type Timed } from './due-in-force.ts'
import { orderPast } from './order-past.ts'

/** What became different in a dossier; what of it is not on record in its history is not among it. */
export interface WhatChanged {
  status: boolean
  /** The due date in force, with the day that it was before where that is known and another. */
  due?: { was?: Temporal.PlainDate }
}

/**
 * What of a dossier is another than it was before an instant.
 * @param since ISO; what was heard of at that very instant is a change
 */
export function whatChanged(
  dossier: Timed,
  since: string,
  given: Pick<DossierFacts, 'statuses'> & { calendar: Pick<Calendar, 'isWorkingDay' | 'periodEnd'> },
): WhatChanged {
  const past = orderPast((dossier.past ?? []).filter(({ recordedAt = since }) => recordedAt < since))
  const last = past.at(-1)
  // Of a new one everything is new, and nothing another.
  if (!last) return { status: false }
  const status = last.status !== dossier.status
  const dueAt = past.findLast((line) => line.dueAt !== null)?.dueAt ?? null
  const before = dayOf(dueInForce({ status: last.status, statusAt: last.at, dueAt, past }, given))
  const now = dayOf(dueInForce(dossier, given))
  if (!now) return { status }
  if (!before?.equals(now)) return { status, due: before ? { was: before } : {} }
  // The source says what was worked out here, or another hour of the day.
  return status || dueAt === dossier.dueAt ? { status } : { status, due: {} }
}

function dayOf(due: DueInForce | undefined): Temporal.PlainDate | undefined {
  return due && hanoiDay(due.at)
}
