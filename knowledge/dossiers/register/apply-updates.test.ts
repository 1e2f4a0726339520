import { createSecretKey } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { hashPhone, hashProof } from '../access/dossier-hashes.ts'
import type { DossierStatus, DossierUpdate } from '../dossier.ts'
import type { DossierFacts } from '../facts/dossier-facts.ts'
import { loadDossierFacts } from '../facts/load-dossier-facts.ts'
import { applyUpdates } from './apply-updates.ts'

let database: TestDatabase
let facts: DossierFacts
beforeAll(async () => {
  database = await createTestDatabase()
  facts = (await loadDossierFacts()).facts
})
afterAll(() => database.drop())
beforeEach(() => database.pool.query('truncate dossier cascade'))

const key = createSecretKey(Buffer.alloc(32, 5))
const code = 'H26.16.05-261120-0042'
const monday = '2026-11-23T02:00:00.000Z'
const tuesday = '2026-11-24T02:00:00.000Z'

type Options = Partial<Parameters<typeof applyUpdates>[2]>

function apply(updates: readonly DossierUpdate[], options: Options = {}) {
  return applyUpdates(database.pool, updates, { source: 'file', key, facts, now: monday, ...options })
}

const update = (status: DossierStatus, more: Partial<DossierUpdate> = {}) => ({ code, status, ...more })

async function query(text: string): Promise<Record<string, unknown>[]> {
  return (await database.pool.query(text)).rows
}
const history = () => query('select at, recorded_at, status, due_at, source from dossier_change order by id')
const dossier = async () => (await query('select * from dossier'))[0]

describe('applyUpdates', () => {
  it('enters a dossier with its history, and passes over the same said again', async () => {
    const said = update(2, {
      receivedAt: monday,
      dueAt: '2026-11-27T16:59:59.000Z',
      papers: ['a', 'b'],
      feeDue: 8000,
    })
    expect(await apply([said])).toEqual({ inserted: 1, updated: 0, unchanged: 0 })
    expect(await apply([said], { now: tuesday })).toEqual({ inserted: 0, updated: 0, unchanged: 1 })
    expect(await dossier()).toMatchObject({
      status: 2,
      papers: ['a', 'b'],
      fee_due: '8000',
      updated_at: monday,
    })
    expect(await history()).toEqual([
      { at: monday, recorded_at: monday, status: 2, due_at: '2026-11-27T16:59:59.000Z', source: 'file' },
    ])
  })

  it('adds to the history for each new status and due date, and for nothing else', async () => {
    await apply([update(2)])
    await apply([update(2, { note: 'x' })])
    await apply([update(4)], { now: tuesday })
    await apply([update(4, { dueAt: '2026-12-01T16:59:59.000Z' })], { now: tuesday })
    expect((await history()).map(({ status, due_at }) => [status, due_at])).toEqual([
      [2, null],
      [4, null],
      [4, '2026-12-01T16:59:59.000Z'],
    ])
  })

  it('leaves what is not said as it is', async () => {
    await apply([update(2, { applicant: 'Nguyễn Văn An', note: 'x' })])
    expect(await apply([update(4)])).toMatchObject({ updated: 1 })
    expect(await dossier()).toMatchObject({ status: 4, applicant: 'Nguyễn Văn An', note: null })
  })

  it('never goes backwards by late news, which is on record once however often it comes', async () => {
    await apply([update(9, { statusAt: tuesday })], { now: tuesday })
    for (const note of ['x', 'y', 'x'])
      await apply([update(4, { statusAt: monday, note })], { source: 'one-stop', now: tuesday })
    expect(await dossier()).toMatchObject({ status: 9, source: 'file' })
    expect((await history()).map(({ at, status }) => [at, status])).toEqual([
      [tuesday, 9],
      [monday, 4],
    ])
  })

  it('is on record once however often an old copy comes back, a moment earlier or later by the clock', async () => {
    const wednesday = '2026-11-25T02:00:00.000Z'
    const copy = (ms: number) => ({
      now: wednesday,
      copied: true as const,
      asOf: `2026-11-23T02:00:00.${ms}Z`,
    })
    await apply([update(4)], copy(500))
    await apply([update(5, { statusAt: tuesday })], { source: 'one-stop', now: wednesday })
    for (const ms of [500, 498, 502]) {
      await apply([update(4)], copy(ms))
      await apply([update(5, { statusAt: tuesday, note: `${ms}` })], { source: 'one-stop', now: wednesday })
    }
    expect(await dossier()).toMatchObject({ status: 5, source: 'one-stop' })
    expect(await history()).toHaveLength(2)
  })

  it('hears the same words anew when they were old before, and are not any more', async () => {
    const copy = (hour: number) => ({
      copied: true as const,
      asOf: `2026-11-23T0${hour}:00:00Z`,
      now: tuesday,
    })
    await apply([update(5)], copy(1))
    await apply([update(4)], copy(2))
    expect(await apply([update(5)], copy(1))).toMatchObject({ unchanged: 1 })
    expect(await apply([update(5)], copy(3))).toMatchObject({ updated: 1 })
    expect(await dossier()).toMatchObject({ status: 5 })
  })

  it('takes the last of a code that comes twice in a batch', async () => {
    expect(await apply([update(9), update(4)])).toEqual({ inserted: 1, updated: 0, unchanged: 1 })
    expect(await dossier()).toMatchObject({ status: 4 })
  })

  it("holds an official's correction, backwards too, also of words said before", async () => {
    await apply([update(9)])
    await apply([update(4)], { source: 'official' })
    expect(await dossier()).toMatchObject({ status: 9 })
    expect(await apply([update(4)], { source: 'official', correct: true })).toMatchObject({ updated: 1 })
    expect(await dossier()).toMatchObject({ status: 4, status_by: 'corrected' })
  })

  it('says what a dry run would do, and does nothing', async () => {
    await apply([update(2)])
    const other = { code: 'H26.16.05-261120-0043', status: 2 as const }
    expect(await apply([update(4), other], { dryRun: true })).toEqual({
      inserted: 1,
      updated: 1,
      unchanged: 0,
    })
    expect(await query('select status from dossier')).toEqual([{ status: 2 }])
  })
})

describe('what sources disagree about', () => {
  const open = () =>
    query(
      'select field, ours, ours_source, theirs, theirs_source from dossier_disagreement where settled_at is null',
    )

  it('is shown once, as it stands now', async () => {
    await apply([update(9)])
    await apply([update(4)], { source: 'one-stop' })
    await apply([update(5)], { source: 'one-stop' })
    expect(await open()).toEqual([
      { field: 'status', ours: '9', ours_source: 'file', theirs: '5', theirs_source: 'one-stop' },
    ])
  })

  it('is over when they agree again', async () => {
    await apply([update(9)])
    await apply([update(4)], { source: 'one-stop' })
    await apply([update(9)], { source: 'one-stop' })
    expect(await open()).toEqual([])
  })

  it('is not brought up again by the same words once it is settled', async () => {
    await apply([update(9)])
    await apply([update(4)], { source: 'one-stop' })
    await query(`update dossier_disagreement set settled_at = now()`)
    await apply([update(4, { note: 'x' })], { source: 'one-stop' })
    expect(await open()).toEqual([])
    await apply([update(5)], { source: 'one-stop' })
    expect(await open()).toHaveLength(1)
  })
})

describe('whose a dossier is', () => {
  const phone = '0912 345 678'
  const hashes = async () => {
    const { phone_hash, phone_last2, proof_hash } = (await dossier()) ?? {}
    return { phone_hash, phone_last2, proof_hash }
  }
  const proofOf = (phoneLast4: string, idLast4 = '6789') => hashProof(key, { code, idLast4, phoneLast4 })

  it('is kept as hashes of the phone and of both last fours', async () => {
    await apply([update(2, { phone, idLast4: '6789' })])
    expect(await hashes()).toEqual({
      phone_hash: hashPhone(key, '+84912345678')?.hash,
      phone_last2: '78',
      proof_hash: proofOf('5678'),
    })
  })

  it('is another with another number, and the former one proves nothing any more', async () => {
    await apply([update(2, { phone, idLast4: '6789' })])
    expect(await apply([update(2, { phone: '0987654321' })])).toMatchObject({ updated: 1 })
    expect(await hashes()).toEqual({
      phone_hash: hashPhone(key, '0987654321')?.hash,
      phone_last2: '21',
      proof_hash: null,
    })
  })

  it('stays the same when the number is said again without the digits, or not at all', async () => {
    await apply([update(2, { phone, idLast4: '6789' })])
    const before = await hashes()
    await apply([update(2, { phone, note: 'x' })])
    await apply([update(2, { note: 'y' })])
    expect(await hashes()).toEqual(before)
  })

  it('is not changed by late news, which may only fill what is missing', async () => {
    await apply([update(9, { statusAt: tuesday, phone })], { now: tuesday })
    const late = { statusAt: monday, idLast4: '6789' }
    await apply([update(4, { ...late, phone: '0987654321' })], { source: 'one-stop', now: tuesday })
    expect(await hashes()).toMatchObject({ phone_last2: '78', proof_hash: null })
    await apply([update(4, { ...late, phone })], { source: 'one-stop', now: tuesday })
    expect(await hashes()).toMatchObject({ phone_last2: '78', proof_hash: proofOf('5678') })
  })
})

describe('several that write at once', () => {
  const codes = Array.from({ length: 300 }, (_, n) => `H26.16.05-261120-${String(n).padStart(4, '0')}`)
  const all = (status: DossierStatus) => codes.map((one) => ({ code: one, status }))

  it('enter each dossier once and wait for nobody in a circle, whatever their order', async () => {
    const results = await Promise.all([
      apply(all(2)),
      apply(all(2).toReversed()),
      apply(all(4), { source: 'one-stop' }),
      apply(all(4).toReversed(), { source: 'one-stop' }),
    ])
    expect(results.reduce((sum, { inserted }) => sum + inserted, 0)).toBe(300)
    expect(await query('select count(*)::int as n, min(status) as low from dossier')).toEqual([
      { n: 300, low: 4 },
    ])
    await Promise.all(
      Array.from({ length: 6 }, (_, n) =>
        apply(n % 2 ? all(9) : all(5).toReversed(), { source: `s${n % 3}`, now: tuesday }),
      ),
    )
    expect(await query('select distinct status from dossier')).toEqual([{ status: 9 }])
  })

  it('bring the same file in twice at once as if it were once', async () => {
    const results = await Promise.all([apply(all(2)), apply(all(2))])
    expect(results.map(({ inserted }) => inserted).sort()).toEqual([0, 300])
    expect(await query('select count(*)::int as n from dossier_change')).toEqual([{ n: 300 }])
  })
})
