import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { loadCalendar } from '../../calendar/load-calendar.ts'
import type { DossierStatus, PastStatus } from '../dossier.ts'
import { loadDossierFacts } from '../facts/load-dossier-facts.ts'
import { whatChanged } from './what-changed.ts'

const { calendar } = await loadCalendar()
const { statuses } = (await loadDossierFacts()).facts
const iso = (text: string) => Temporal.Instant.from(`${text}+07:00`).toString({ fractionalSecondDigits: 3 })

const since = '2026-12-01T10:00'
const friday = '2026-11-27T17:00'

/** The last line is how it stands; each was heard of when it was so, unless it says when. */
function changed(...lines: [at: string, status: DossierStatus, due: string | null, heard?: string][]) {
  const past = lines.map(([at, status, due, heard = at]): PastStatus => {
    return { at: iso(at), status, dueAt: due && iso(due), recordedAt: iso(heard) }
  })
  const { status = 4, at = iso(since), dueAt = null } = past.at(-1) ?? {}
  const change = whatChanged({ status, statusAt: at, dueAt, past }, iso(since), { calendar, statuses })
  return change.due ? { ...change, due: `${change.due.was}` } : change
}

describe('what changed of a dossier', () => {
  it('is its status', () => {
    expect(changed(['2026-11-20T09:00', 2, friday], [since, 4, friday])).toEqual({ status: true })
  })

  it('is the date, and which it was before', () => {
    expect(changed(['2026-11-20T09:00', 4, friday], [since, 4, '2026-12-04T17:00'])).toEqual({
      status: false,
      due: '2026-11-27',
    })
    expect(changed(['2026-11-20T09:00', 2, friday], [since, 4, '2026-12-04T17:00'])).toEqual({
      status: true,
      due: '2026-11-27',
    })
  })

  it('is the date, where there was none before', () => {
    const first = changed(['2026-11-20T09:00', 4, null], [since, 4, '2026-12-04T17:00'])
    expect(first).toEqual({ status: false, due: 'undefined' })
  })

  it('is the date that a pause moved, once it is over', () => {
    const waits = ['2026-11-25T09:00', 5, friday] as const
    expect(changed(['2026-11-20T09:00', 2, friday], [...waits, since])).toEqual({ status: true })
    expect(changed([...waits], [since, 4, friday])).toEqual({ status: true, due: '2026-11-27' })
  })

  it('is the date that the source confirms, which is no other than was worked out', () => {
    const gone = [
      ['2026-11-25T09:00', 5, friday],
      ['2026-12-01T09:00', 4, friday],
    ] as const
    const confirmed = changed([...gone[0]], [...gone[1]], [since, 4, '2026-12-03T17:00'])
    expect(confirmed).toEqual({ status: false, due: 'undefined' })
    const other = changed([...gone[0]], [...gone[1]], [since, 4, '2026-12-08T17:00'])
    expect(other).toEqual({ status: false, due: '2026-12-03' })
  })

  it('is nothing of its history, where that is not in it, or all of it is new', () => {
    expect(changed(['2026-11-20T09:00', 4, friday])).toEqual({ status: false })
    expect(changed()).toEqual({ status: false })
    expect(changed([since, 2, friday], ['2026-12-01T10:05', 2, '2026-12-04T17:00'])).toEqual({
      status: false,
    })
  })

  it('goes by what was so last, not by what was heard of last', () => {
    const late = ['2026-11-19T09:00', 2, '2026-11-25T17:00', '2026-11-30T09:00'] as const
    expect(changed(['2026-11-20T09:00', 4, friday], [...late], [since, 4, '2026-12-04T17:00'])).toEqual({
      status: false,
      due: '2026-11-27',
    })
  })
})
