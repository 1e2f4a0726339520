import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DossierStatus, DossierUpdate } from '../dossier.ts'
import { loadDossierFacts } from '../facts/load-dossier-facts.ts'
import { judgeUpdate } from './judge-update.ts'
import type { StoredDossier } from './stored-dossier.ts'

const { facts } = await loadDossierFacts()
const now = '2026-11-25T03:00:00.000Z'
const status = fc.integer({ min: 1, max: 10 }).map((number) => number as DossierStatus)
/** Few hours, so that some fall together. */
const statusAt = fc
  .integer({ min: 0, max: 12 })
  .map((hour) => `2026-11-24T${String(hour).padStart(2, '0')}:00:00.000Z`)
const dueAt = fc.integer({ min: 25, max: 30 }).map((day) => `2026-11-${day}T10:00:00.000Z`)
const timed = fc.record({ code: fc.constant('H26-261120-0012'), status, statusAt })
const any: fc.Arbitrary<DossierUpdate & { source: string }> = fc.record(
  {
    code: fc.constant('H26-261120-0012'),
    status,
    statusAt,
    dueAt,
    note: fc.constantFrom('a', 'b'),
    source: fc.constantFrom('city', 'file'),
  },
  { requiredKeys: ['code', 'status', 'source'] },
)

function apply(
  stored: StoredDossier | undefined,
  { source = 'city', ...update }: DossierUpdate & { source?: string },
) {
  return { ...stored, ...judgeUpdate(stored, update, { source, now, facts }).change } as StoredDossier
}

function endOf(updates: readonly DossierUpdate[]) {
  return updates.reduce<StoredDossier | undefined>((stored, update) => apply(stored, update), undefined)
}

describe('what becomes of a dossier', () => {
  it('is the same when updates come in another order, and again', () => {
    const inOrder = fc
      .array(timed, { minLength: 1, maxLength: 8 })
      .map((updates) => updates.toSorted((a, b) => (a.statusAt < b.statusAt ? -1 : 1)))
    const both = inOrder.chain((updates) =>
      fc.tuple(
        fc.constant(updates),
        fc.shuffledSubarray([...updates, ...updates, ...updates], { minLength: updates.length * 3 }),
      ),
    )
    fc.assert(
      fc.property(both, ([updates, mixed]) => {
        expect(endOf(mixed)).toEqual(endOf(updates))
      }),
      { numRuns: 2000 },
    )
  })

  it('never falls in rank, whoever says what and when', () => {
    fc.assert(
      fc.property(fc.array(any, { maxLength: 12 }), (updates) => {
        let stored: StoredDossier | undefined
        let rank = 0
        for (const update of updates) {
          stored = apply(stored, update)
          expect(facts.statuses[stored.status].rank).toBeGreaterThanOrEqual(rank)
          rank = facts.statuses[stored.status].rank
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('is not changed by an earlier sheet that is imported again', () => {
    const row = { code: fc.constant('H26-261120-0012'), status, dueAt, note: fc.constantFrom('a', 'b') }
    const own = { ...row, papers: fc.constantFrom('a', 'b').map((paper) => [paper]), supplyBy: dueAt }
    const untimed = fc.array(fc.record(own, { requiredKeys: ['code', 'status'] }), {
      minLength: 1,
      maxLength: 8,
    })
    const withTimes = fc.array(
      fc.record({ ...own, statusAt }, { requiredKeys: ['code', 'status', 'statusAt'] }),
      {
        minLength: 1,
        maxLength: 8,
      },
    )
    fc.assert(
      fc.property(fc.oneof(untimed, withTimes), fc.nat(), (rows: DossierUpdate[], which) => {
        const sheets = rows.map((update, hour) => ({ update, asOf: `2026-11-24T${13 + hour}:00:00.000Z` }))
        const bring = (stored: StoredDossier | undefined, { update, asOf }: (typeof sheets)[number]) =>
          judgeUpdate(stored, update, { source: 'file', now, facts, asOf, copied: true })
        let stored: StoredDossier | undefined
        for (const sheet of sheets) stored = { ...stored, ...bring(stored, sheet).change } as StoredDossier
        const again = bring(stored, sheets[which % sheets.length] as (typeof sheets)[number])
        expect(again.change).toEqual({})
        expect(again.news).toBe(false)
      }),
      { numRuns: 5000 },
    )
  })

  it('is not changed by the last word said again', () => {
    fc.assert(
      fc.property(fc.array(any, { minLength: 1, maxLength: 8 }), (updates) => {
        const { source, ...last } = updates.at(-1) as (typeof updates)[number]
        const again = judgeUpdate(endOf(updates), last, { source, now, facts })
        expect(again.change).toEqual({})
        expect(again.news).toBe(false)
      }),
      { numRuns: 2000 },
    )
  })
})
