import { describe, expect, it } from 'vitest'
import type { DossierUpdate } from '../dossier.ts'
import { loadDossierFacts } from '../facts/load-dossier-facts.ts'
import { judgeUpdate } from './judge-update.ts'
import type { StoredDossier } from './stored-dossier.ts'

const { facts } = await loadDossierFacts()
const code = 'H26.16.05-261120-0012'
const now = '2026-11-25T03:00:00.000Z'
const at = (hour: number) => `2026-11-24T${String(hour).padStart(2, '0')}:00:00.000Z`
const due = (day: number) => `2026-11-${day}T10:00:00.000Z`

function judge(
  stored: StoredDossier | undefined,
  update: Omit<DossierUpdate, 'code'>,
  options: { source?: string; correct?: true; asOf?: string; copied?: true } = {},
) {
  return judgeUpdate(stored, { code, ...update }, { source: 'city', now, facts, ...options })
}

/** As it stands after an update, or as it was. */
function outcome(...given: Parameters<typeof judge>): StoredDossier {
  return { ...given[0], ...judge(...given).change } as StoredDossier
}

const said = (status: DossierUpdate['status'], hour: number) =>
  outcome(undefined, { status, statusAt: at(hour) })
const seen = (status: DossierUpdate['status']) => outcome(undefined, { status })

describe('a dossier that is new', () => {
  it('is entered with all that is said of it', () => {
    const judged = judge(undefined, {
      status: 2,
      statusAt: at(2),
      dueAt: due(27),
      applicant: 'Lê Thị Thử',
      feeDue: 8000,
    })
    expect(judged.change).toMatchObject({
      status: 2,
      statusAt: at(2),
      statusBy: 'said',
      source: 'city',
      dueAt: due(27),
      promisedAt: due(27),
      applicant: 'Lê Thị Thử',
      feeDue: 8000,
      finishedAt: null,
      note: null,
    })
    expect(judged).toMatchObject({
      past: { at: at(2), status: 2, dueAt: due(27) },
      disagreements: [],
      news: true,
    })
  })

  it('has the status since we heard of it when the source gives no time, or one yet to come', () => {
    expect(seen(4)).toMatchObject({ statusAt: now, statusBy: 'seen' })
    expect(outcome(undefined, { status: 4, statusAt: '2062-11-24T02:00:00Z' })).toMatchObject({
      statusAt: now,
      statusBy: 'seen',
    })
  })

  it('that comes with its result is finished', () => {
    expect(said(9, 2)).toMatchObject({ finishedAt: at(2), returnedAt: null })
    expect(said(10, 2)).toMatchObject({ finishedAt: at(2), returnedAt: at(2) })
  })
})

describe('the status of a dossier', () => {
  it.each([
    ['moves on by time', said(4, 2), 5, at(3), 5],
    ['moves on by time within one rank, and back', said(5, 2), 4, at(3), 4],
    ['moves on to the end', said(4, 2), 9, at(3), 9],
    ['stays when an earlier one is told late', said(5, 2), 4, at(1), 5],
    ['stays when an earlier, lower one is told late', said(5, 2), 2, at(1), 5],
    ['stays when it is finished, also against a newer time', said(9, 2), 4, at(3), 9],
    ['stays when it is returned', said(10, 2), 9, at(3), 10],
    ['never falls, also against a newer time', said(4, 2), 2, at(3), 4],
    ['rises whatever the time, since nothing falls', said(4, 2), 9, at(1), 9],
    ['moves to another end of the same source', said(9, 2), 8, at(3), 8],
    ['moves on by rank without times', seen(2), 4, undefined, 4],
    ['is replaced by one of its rank without times', seen(5), 4, undefined, 4],
    ['does not fall without times', seen(4), 2, undefined, 4],
    ['does not fall from its end without times', seen(9), 4, undefined, 9],
    ['stays when another of its rank was before we heard of it', seen(4), 5, at(1), 4],
    ['stays when what we heard of is of a higher rank', seen(4), 2, at(1), 4],
    ['is the same again at the same time', said(4, 2), 4, at(2), 4],
  ] as const)('%s', (_, stored, status, statusAt, is) => {
    const judged = outcome(stored, { status, ...(statusAt && { statusAt }) })
    expect(judged.status).toBe(is)
    if (is !== status) expect(judged).toEqual(stored)
  })

  it('of an earlier time goes into the history as having been', () => {
    const judged = judge(said(5, 3), { status: 4, statusAt: at(2), dueAt: due(27) })
    expect(judged.past).toEqual({ at: at(2), status: 4, dueAt: due(27) })
    expect(judged.news).toBe(true)
    expect(judge({ ...said(5, 3), dueAt: due(28) }, { status: 4, statusAt: at(2) }).news).toBe(false)
  })

  it('takes the source’s time for one of our own', () => {
    const judged = judge(seen(4), { status: 4, statusAt: at(1) })
    expect(judged.change).toEqual({ statusAt: at(1), statusBy: 'said' })
    expect(judged.news).toBe(false)
  })

  it('that is said again changes nothing', () => {
    for (const stored of [said(4, 2), seen(4), said(10, 2)]) {
      const { status, statusAt, statusBy } = stored
      const judged = judge(stored, { status, ...(statusBy === 'said' && { statusAt }) })
      expect(judged).toEqual({ change: {}, replaces: true, disagreements: [], news: false })
    }
  })

  it('compares times however they are written', () => {
    const judged = judge(said(4, 2), { status: 4, statusAt: '2026-11-24T09:00:00.000987+07:00' })
    expect(judged.change).toEqual({})
  })

  it('says since when there is a result, also when that is heard of late', () => {
    expect(outcome(said(10, 4), { status: 9, statusAt: at(3) })).toMatchObject({
      status: 10,
      finishedAt: at(3),
      returnedAt: at(4),
    })
    expect(outcome(said(9, 3), { status: 10, statusAt: at(4) })).toMatchObject({
      finishedAt: at(3),
      returnedAt: at(4),
    })
  })
})

describe('two sources that disagree', () => {
  const elsewhere = { source: 'file' }

  it.each([
    ['another end', said(9, 2), 3, at(3)],
    ['another end of an earlier time', said(9, 2), 3, at(1)],
    ['a lower status without a time', said(9, 2), 4, undefined],
    ['a lower status of a newer time', said(4, 2), 2, at(3)],
  ] as const)('are shown to an operator: %s', (_, stored, status, statusAt) => {
    const judged = judge(stored, { status, ...(statusAt && { statusAt }) }, elsewhere)
    expect(judged.change).toEqual({})
    expect(judged.past).toBeUndefined()
    expect(judged.disagreements).toEqual([
      { field: 'status', ours: String(stored.status), theirs: String(status) },
    ])
  })

  it('are no matter when one is only late, or says the same', () => {
    expect(judge(said(5, 2), { status: 2, statusAt: at(1) }, elsewhere).disagreements).toEqual([])
    expect(judge(said(5, 2), { status: 5 }, elsewhere).disagreements).toEqual([])
    expect(judge(seen(5), { status: 4 }).disagreements).toEqual([])
  })

  it('are shown when it is one source that goes back on its word, by a newer time', () => {
    expect(judge(said(9, 2), { status: 4, statusAt: at(3) }).disagreements).toHaveLength(1)
    expect(judge(said(9, 2), { status: 4 }).disagreements).toEqual([])
  })

  it('keep the due date there is, unless the other has a newer status too', () => {
    const stored = outcome(undefined, { status: 4, statusAt: at(2), dueAt: due(27) })
    const judged = judge(stored, { status: 4, dueAt: due(30) }, elsewhere)
    expect(judged.change).toEqual({})
    expect(judged.disagreements).toEqual([{ field: 'due_at', ours: due(27), theirs: due(30) }])
    const newer = judge(stored, { status: 5, statusAt: at(3), dueAt: due(30) }, elsewhere)
    expect(newer.change).toMatchObject({ dueAt: due(30), source: 'file' })
    expect(newer.disagreements).toEqual([])
  })

  it('fill what is missing, and leave the rest', () => {
    const stored = outcome(undefined, { status: 4, statusAt: at(2), applicant: 'Lê Thị Thử' })
    const judged = judge(stored, { status: 4, applicant: 'LE THI THU', unit: 'hoan-kiem' }, elsewhere)
    expect(judged).toMatchObject({ change: { unit: 'hoan-kiem' }, replaces: false, news: false })
  })
})

describe('what has no time of its own', () => {
  const sheet = (hour: number) => ({ source: 'file', copied: true as const, asOf: at(hour) })
  const sheets = (...given: readonly [DossierUpdate['status'], number][]) =>
    given.reduce<StoredDossier | undefined>((stored, [status, hour]) => {
      return outcome(stored, { status }, sheet(hour))
    }, undefined) as StoredDossier

  it('counts as of when it was said at the latest', () => {
    expect(sheets([4, 2])).toMatchObject({ statusAt: at(2), statusBy: 'seen', asOf: at(2) })
    expect(sheets([9, 2])).toMatchObject({ finishedAt: at(2) })
    expect(outcome(undefined, { status: 4 }, sheet(2)).statusAt).toBe(at(2))
    const later = outcome(undefined, { status: 4 }, { asOf: '2062-11-24T02:00:00.000Z' })
    expect(later.statusAt).toBe(now)
  })

  it('ends a supplement when a newer sheet says so, and an old one brings nothing back', () => {
    const stored = sheets([4, 1], [5, 2], [4, 3])
    expect(stored).toMatchObject({ status: 4, statusAt: at(3) })
    expect(outcome(stored, { status: 5, note: 'x' }, sheet(2))).toEqual(stored)
    expect(outcome(stored, { status: 4, note: 'x' }, sheet(1))).toEqual(stored)
  })

  it('moves nothing where another source has named a later time, and is shown', () => {
    const stored = outcome(said(4, 1), { status: 5, statusAt: at(3), dueAt: due(30) })
    const old = judge(stored, { status: 4, dueAt: due(27) }, sheet(2))
    expect(old.change).toEqual({})
    expect(old.disagreements).toEqual([{ field: 'status', ours: '5', theirs: '4' }])
    expect(old.past).toEqual({ at: at(2), status: 4, dueAt: due(27) })
  })

  it('does not outdate by a sheet’s time what another source has said with its own', () => {
    const judged = judge(said(5, 2), { status: 4 }, sheet(3))
    expect(judged.change).toEqual({})
    expect(judged.disagreements).toEqual([{ field: 'status', ours: '5', theirs: '4' }])
    expect(outcome(said(5, 2), { status: 4 }, { source: 'push', asOf: at(3) }).status).toBe(4)
  })

  it('that was posted stays as old as it was', () => {
    const posted = (hour: number) => ({ source: 'push', asOf: at(hour) })
    const stored = outcome(outcome(undefined, { status: 5 }, posted(1)), { status: 4 }, posted(2))
    expect(stored.status).toBe(4)
    expect(outcome(stored, { status: 5, note: 'x' }, posted(1))).toEqual(stored)
  })

  it('outlasts what was before it, also when that has a time', () => {
    const judged = judge(sheets([5, 4]), { status: 4, statusAt: at(1) }, { source: 'city' })
    expect(judged.change).toEqual({})
    expect(judged.past).toEqual({ at: at(1), status: 4, dueAt: null })
    expect(judged.disagreements).toHaveLength(1)
  })

  it('leaves due dates and descriptions alone once the source has said others', () => {
    const first = outcome(undefined, { status: 4, dueAt: due(27), applicant: 'An' }, sheet(1))
    const second = outcome(first, { status: 4, dueAt: due(30), applicant: 'Bình' }, sheet(2))
    expect(second).toMatchObject({ dueAt: due(30), applicant: 'Bình', statusAt: at(1) })
    const again = judge(second, { status: 4, dueAt: due(27), applicant: 'An' }, sheet(1))
    expect(again).toMatchObject({ change: {}, replaces: false, news: false })
  })

  it('is what an official enters, and holds within its rank', () => {
    const entered = { source: 'official' }
    expect(outcome(said(5, 2), { status: 4 }, entered)).toMatchObject({ status: 4, source: 'official' })
    expect(outcome(outcome(said(4, 2), { status: 5 }, entered), { status: 4 }, entered).status).toBe(4)
  })
})

describe('what is asked for', () => {
  const asked = outcome(undefined, {
    status: 5,
    statusAt: at(1),
    papers: ['a'],
    supplyBy: due(25),
    feeDue: 8000,
    note: 'Thiếu a',
    applicant: 'An',
  })

  it('ends with the status it was asked in', () => {
    const goesOn = outcome(asked, { status: 4, statusAt: at(2) })
    expect(goesOn).toMatchObject({ papers: null, supplyBy: null, feeDue: null, note: null, applicant: 'An' })
    const again = outcome(goesOn, { status: 5, statusAt: at(3), note: 'Thiếu b' })
    expect(again).toMatchObject({ papers: null, supplyBy: null, note: 'Thiếu b' })
    expect(outcome(again, { status: 5, statusAt: at(1), papers: ['a'], supplyBy: due(25) })).toEqual(again)
  })

  it('stays while that status does', () => {
    expect(outcome(asked, { status: 5, statusAt: at(2) })).toMatchObject({ papers: ['a'], note: 'Thiếu a' })
  })

  it('is not taken from whoever tells of another status', () => {
    const stored = said(9, 3)
    expect(outcome(stored, { status: 4, note: 'x', papers: ['a'] }, { source: 'file' })).toEqual(stored)
  })
})

describe('a due date', () => {
  const stored = outcome(undefined, { status: 4, statusAt: at(2), dueAt: due(27) })

  it('moves, and what was promised first is kept', () => {
    const moved = outcome(stored, { status: 4, dueAt: due(30) })
    expect(moved).toMatchObject({ dueAt: due(30), promisedAt: due(27) })
    expect(judge(stored, { status: 4, dueAt: due(30) })).toMatchObject({
      past: { at: now, status: 4, dueAt: due(30) },
      news: true,
    })
    expect(outcome(moved, { status: 4, dueAt: due(29) })).toMatchObject({
      dueAt: due(29),
      promisedAt: due(27),
    })
  })

  it('stays when the source does not say it, or says it late', () => {
    expect(outcome(stored, { status: 5, statusAt: at(3) }).dueAt).toBe(due(27))
    const late = outcome(stored, { status: 2, statusAt: at(1), dueAt: due(26) })
    expect(late).toMatchObject({ dueAt: due(27), promisedAt: due(26) })
  })
})

describe('an official’s own correction', () => {
  it.each([
    ['from an end', said(9, 2), 4],
    ['from what was handed over', said(10, 2), 9],
    ['to another end', said(9, 2), 3],
  ] as const)('holds %s', (_, stored, status) => {
    const judged = judge(stored, { status }, { source: 'official:7', correct: true })
    expect(judged.change).toMatchObject({
      status,
      statusAt: now,
      statusBy: 'corrected',
      source: 'official:7',
    })
    expect(judged).toMatchObject({ disagreements: [], news: true, past: { at: now, status } })
  })

  const corrected = outcome(said(9, 2), { status: 4 }, { source: 'official:7', correct: true })

  it('takes back the end', () => {
    expect(corrected).toMatchObject({ finishedAt: null, returnedAt: null })
  })

  it('is not undone by what is repeated', () => {
    expect(outcome(corrected, { status: 9, statusAt: at(2) })).toEqual(corrected)
    const untimed = judge(corrected, { status: 9 })
    expect(untimed.change).toEqual({})
    expect(untimed.disagreements).toEqual([{ field: 'status', ours: '4', theirs: '9' }])
  })

  it('gives way to what happens after it', () => {
    const later = '2026-11-26T02:00:00.000Z'
    const judged = judgeUpdate(
      corrected,
      { code, status: 9, statusAt: later },
      { source: 'city', now: '2026-11-26T03:00:00Z', facts },
    )
    expect(judged.change).toMatchObject({ status: 9, statusAt: later, statusBy: 'said', finishedAt: later })
  })

  it('moves a due date of another source', () => {
    const stored = outcome(undefined, { status: 4, statusAt: at(2), dueAt: due(27) })
    const judged = judge(stored, { status: 4, dueAt: due(30) }, { source: 'official:7', correct: true })
    expect(judged).toMatchObject({ change: { dueAt: due(30) }, disagreements: [] })
  })
})
