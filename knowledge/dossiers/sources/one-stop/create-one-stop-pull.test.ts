import { Temporal } from 'temporal-polyfill'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Sql } from '../../../../server/database/sql.ts'
import type { Fault } from '../../../../test/emulators/one-stop/faults.ts'
import {
  type OneStopEmulator,
  startOneStopEmulator,
} from '../../../../test/emulators/one-stop/one-stop-emulator.ts'
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.ts'
import type { DossierUpdate } from '../../dossier.ts'
import { loadDossierFacts } from '../../facts/load-dossier-facts.ts'
import { createUnitReader } from '../create-unit-reader.ts'
import { createOneStopPull, type OneStopPullParts } from './create-one-stop-pull.ts'
import { createRecordReader } from './create-record-reader.ts'
import { createCursorStore } from './cursor-store.ts'
import { loadOneStopMap } from './load-one-stop-map.ts'
import { createOneStopClient } from './one-stop-client.ts'

const { facts } = await loadDossierFacts()
const { map } = await loadOneStopMap()
const unitOf = createUnitReader(
  [
    { slug: 'hoan-kiem', name: 'Hoàn Kiếm', type: 'phuong' },
    { slug: 'ba-dinh', name: 'Ba Đình', type: 'phuong' },
  ],
  ['hoan-kiem'],
)
const running = new AbortController().signal
const start = Temporal.Instant.from('2026-11-21T01:00:00Z')

let database: TestDatabase
let emulator: OneStopEmulator
let time: { now: Temporal.Instant }
beforeEach(async () => {
  database = await createTestDatabase()
  emulator = await startOneStopEmulator({ perPage: 2 })
  time = { now: start }
  return async () => {
    await emulator.close()
    await database.drop()
  }
})

const codeOf = (number: number) => `H26.15.3-261120-${String(number).padStart(4, '0')}`
const dossier = (number: number, more: object = {}) => ({
  MaHoSo: codeOf(number),
  TrangThaiHoSo: 4,
  ChuHoSo: 'Nguyễn Thị Hà',
  SoDienThoai: '0912345678',
  ...more,
})

/** Takes over what it is given, and knows what it was given before. */
function register() {
  const taken: string[] = []
  const known = new Set<string>()
  const apply = async (updates: readonly DossierUpdate[]) => {
    const fresh = updates.filter((update) => !known.has(JSON.stringify(update)))
    for (const update of fresh) known.add(JSON.stringify(update))
    taken.push(...updates.map(({ code }) => code))
    return { inserted: fresh.length, updated: 0, unchanged: updates.length - fresh.length }
  }
  const codes = async () => new Set(taken)
  return { taken, apply, known: codes }
}

function pulling(changes: Partial<OneStopPullParts> & { sql?: Sql; timeoutMs?: number } = {}) {
  const { sql = database.pool, timeoutMs, ...given } = changes
  const lines: unknown[][] = []
  const stuck: boolean[] = []
  const { taken, apply, known } = register()
  const pull = createOneStopPull({
    client: createOneStopClient({
      url: emulator.url,
      token: emulator.token,
      ...(timeoutMs ? { timeoutMs } : {}),
    }),
    cursors: createCursorStore(sql),
    feeds: map.feeds,
    readRecord: createRecordReader(map, { statusOf: facts.statusOf, unitOf }),
    apply,
    known,
    alone: (work) => work(running),
    stuck: (isStuck) => void stuck.push(isStuck),
    everySeconds: 300,
    clock: { now: () => time.now },
    random: () => 1,
    log: {
      info: (...line: unknown[]) => void lines.push(line),
      warn: (...line: unknown[]) => void lines.push(line),
    },
    ...given,
  })
  return { pull, look: () => pull.look(running), taken, lines, stuck }
}

const pass = (seconds: number) => {
  time.now = time.now.add({ seconds })
}
const asked = () =>
  emulator.calls.filter(({ service }) => service === 'DongBoHoSoMC').map(({ since }) => since)
const cursors = async () =>
  await database.db
    .selectFrom('dossier_cursor')
    .select(['source', 'cursor', 'failures'])
    .orderBy('source')
    .execute()

describe('reading the one-stop system', () => {
  it('reads both feeds to their end, and later what is new', async () => {
    emulator.change(dossier(1), dossier(2), dossier(3))
    emulator.progress({ MaHoSo: codeOf(1), TrangThai: 5, ThoiDiemXuLy: '20261121080000' })
    const { look, taken, pull } = pulling()
    expect(await look()).toMatchObject({
      feeds: { dossiers: { read: 3, inserted: 3 }, progress: { read: 1, inserted: 1 } },
      next: '2026-11-21T01:05:00Z',
    })
    expect(taken).toEqual([codeOf(1), codeOf(2), codeOf(3), codeOf(1)])
    expect(asked()).toEqual([null, 'c2'])
    expect(pull.state()).toEqual({ status: 'ok' })
    emulator.change(dossier(4))
    pass(300)
    expect(await look()).toMatchObject({ feeds: { dossiers: { read: 1, inserted: 1 } } })
    expect(asked()).toEqual([null, 'c2', 'c3'])
  })

  it('asks no more often than it is to, also after a restart', async () => {
    await pulling().look()
    pass(299)
    expect(await pulling().look()).toEqual({ feeds: {}, next: '2026-11-21T01:05:00Z' })
    expect(asked()).toHaveLength(1)
  })

  it('goes on where it was, and takes nothing twice, when it dies between a commit and its cursor', async () => {
    emulator.change(dossier(1), dossier(2), dossier(3))
    const { apply, taken } = register()
    const dying: Sql = {
      query: (statement) =>
        statement.values?.includes('c2')
          ? Promise.reject(new Error('killed'))
          : database.pool.query(statement),
    }
    await expect(pulling({ sql: dying, apply }).look()).rejects.toThrow('killed')
    expect(taken).toHaveLength(2)
    expect(await cursors()).toEqual([])
    expect(await pulling({ apply }).look()).toMatchObject({
      feeds: { dossiers: { read: 3, inserted: 1, unchanged: 2 } },
    })
    expect(await cursors()).toMatchObject([
      { source: 'one_stop.dossiers', cursor: 'c3' },
      { source: 'one_stop.progress', cursor: null },
    ])
  })

  it('keeps the pages read before one that fails', async () => {
    emulator.change(dossier(1), dossier(2), dossier(3))
    const { look, taken } = pulling()
    emulator.faults.add({ service: 'DongBoHoSoMC', every: 2, fault: { kind: 'half' } })
    await look()
    expect(taken).toEqual([codeOf(1), codeOf(2)])
    pass(1)
    expect(await look()).toMatchObject({ feeds: { dossiers: { read: 1, inserted: 1 } } })
    expect(asked()).toEqual([null, 'c2', 'c2'])
  })

  it('leaves out a record that is junk, and tells of it without saying what it says', async () => {
    emulator = await reopened({ perPage: 10 })
    emulator.change(dossier(1), { MaHoSo: 'rác', ChuHoSo: 'Trần Văn B' }, dossier(2, { TrangThaiHoSo: 99 }))
    emulator.change(null, dossier(3), dossier(4, { DonViXuLy: 'UBND phường Ba Đình' }))
    const { look, taken, lines } = pulling()
    expect(await look()).toMatchObject({ feeds: { dossiers: { read: 6, rejected: 3, elsewhere: 1 } } })
    expect(taken).toEqual([codeOf(1), codeOf(3)])
    expect(lines).toEqual([
      [
        {
          source: 'one_stop.dossiers',
          reasons: {
            "code: is no dossier's code": 1,
            'status: is not 1 to 10, nor one of their names': 1,
            'no record': 1,
          },
        },
        'records of the one-stop system were left out',
      ],
    ])
  })

  it('reads from the beginning again what forgot its cursor, once', async () => {
    emulator.change(dossier(1), dossier(2))
    const { look } = pulling()
    await look()
    emulator = await reopened({ perPage: 2 })
    emulator.change(dossier(1))
    pass(300)
    const other = pulling()
    expect(await other.look()).toMatchObject({ feeds: { dossiers: { read: 1 } } })
    expect(asked()).toEqual(['c2', null])
    emulator.faults.add({ fault: { kind: 'status', status: 410 }, times: Number.POSITIVE_INFINITY })
    pass(300)
    await other.look()
    expect(asked()).toEqual(['c2', null, 'c1', null])
    expect(other.pull.state().status).toBe('degraded')
  })

  it('leaves out what was done with dossiers that are not kept here', async () => {
    emulator.change(dossier(1))
    emulator.progress({ MaHoSo: codeOf(9), TrangThai: 4 }, { MaHoSo: codeOf(1), TrangThai: 5 })
    const { look, taken } = pulling()
    expect(await look()).toMatchObject({ feeds: { progress: { read: 2, elsewhere: 1, rejected: 0 } } })
    expect(taken).toEqual([codeOf(1), codeOf(1)])
  })

  it('leaves it to another process that is at it', async () => {
    const { look } = pulling({ alone: async () => undefined })
    expect(await look()).toEqual({ feeds: {}, next: '2026-11-21T01:05:00Z' })
    expect(asked()).toEqual([])
  })
})

async function reopened(options: { perPage: number }) {
  await emulator.close()
  return startOneStopEmulator(options)
}

describe('a one-stop system that fails', () => {
  it.each<[string, Fault, string]>([
    ['HTML', { kind: 'html' }, 'answers HTML instead of JSON'],
    ['half JSON', { kind: 'half' }, 'answers what is no JSON'],
    ['500', { kind: 'status', status: 500 }, 'answers 500'],
    ['401', { kind: 'status', status: 401 }, 'refuses the token (401)'],
    [
      'a redirect',
      { kind: 'status', status: 302, location: 'https://example.vn' },
      'sends us elsewhere (302)',
    ],
    ['a cut in the middle', { kind: 'reset', when: 'body' }, 'broke off in the middle'],
    ['silence', { kind: 'hang', when: 'before' }, 'does not answer within'],
    ['a body without end', { kind: 'endless' }, 'answers with more than'],
    ['the same page for ever', { kind: 'same' }, 'sends the same page again'],
    ['the same page under new cursors', { kind: 'same', moving: true }, 'sends the same page again'],
    ['a page that goes backwards', { kind: 'backwards' }, 'sends a page that goes backwards'],
  ])('%s: changes nothing of what was read, says so, and is asked again', async (_name, fault, detail) => {
    emulator.change(dossier(1), dossier(2), dossier(3))
    await database.db
      .insertInto('dossier_cursor')
      .values({
        source: 'one_stop.dossiers',
        cursor: 'c0',
        failing_since: null,
        not_before: null,
        read_at: null,
      })
      .execute()
    // What comes is waited for, however slow the machine is; only silence has to be given up.
    const { pull, look } = pulling(fault.kind === 'hang' ? { timeoutMs: 5_000 } : {})
    const mend = emulator.faults.add({ service: 'DongBoHoSoMC', fault, times: Number.POSITIVE_INFINITY })
    await look()
    expect(pull.state()).toMatchObject({ status: 'degraded', detail: expect.stringContaining(detail) })
    expect(asked().length).toBeLessThan(4)
    mend()
    pass(2)
    await look()
    expect(pull.state()).toEqual({ status: 'ok' })
    expect(await cursors()).toMatchObject([{ cursor: 'c3', failures: 0 }, {}])
  })

  it('does not hold up the other feed', async () => {
    emulator.change(dossier(1))
    const { look, taken } = pulling()
    await look()
    emulator.progress({ MaHoSo: codeOf(1), TrangThai: 5 })
    emulator.faults.add({ service: 'DongBoHoSoMC', fault: { kind: 'status', status: 500 } })
    pass(300)
    await look()
    expect(taken).toEqual([codeOf(1), codeOf(1)])
  })

  it('is asked after 1, 2, 4 and 8 s, and then probed once in five minutes and more, also by another process', async () => {
    emulator.faults.add({ fault: { kind: 'status', status: 500 }, times: Number.POSITIVE_INFINITY })
    const pauses: number[] = []
    for (let round = 0; round < 12; round += 1) {
      const before = asked().length
      const { next } = await pulling().look()
      expect(asked().length - before).toBe(1)
      pauses.push(time.now.until(next).total('seconds'))
      time.now = Temporal.Instant.from(next).subtract({ milliseconds: 1 })
      await pulling().look()
      expect(asked().length - before).toBe(1)
      time.now = Temporal.Instant.from(next)
    }
    expect(pauses).toEqual([1, 2, 4, 8, 300, 300, 300, 300, 300, 512, 900, 900])
  })

  it('is left alone as long as it wishes', async () => {
    emulator.faults.add({ fault: { kind: 'status', status: 429, retryAfter: '120' }, times: 2 })
    expect(await pulling().look()).toMatchObject({ next: '2026-11-21T01:02:00Z' })
  })

  it('is brought before an operator after an hour, until it goes well', async () => {
    const lift = emulator.faults.add({ fault: { kind: 'html' }, times: Number.POSITIVE_INFINITY })
    const { look, stuck } = pulling()
    await look()
    pass(3599)
    await look()
    expect(stuck).toEqual([false, false])
    pass(901)
    await look()
    lift()
    pass(3600)
    await look()
    expect(stuck).toEqual([false, false, true, false])
  })

  it('takes a new token', async () => {
    emulator.renewToken('another')
    const { pull, look } = pulling()
    await look()
    expect(pull.state().detail).toContain('ONE_STOP_TOKEN')
    expect(pull.state().detail).not.toContain(emulator.token)
  })

  it('is not blamed for what the database, or a stop, broke off', async () => {
    emulator.change(dossier(1))
    const { look } = pulling({ apply: () => Promise.reject(new Error('away')) })
    await expect(look()).rejects.toThrow('away')
    const stop = new AbortController()
    emulator.faults.add({ fault: { kind: 'hang', when: 'before' } })
    const looking = pulling().pull.look(stop.signal)
    await expect.poll(() => asked().length).toBe(2)
    stop.abort()
    await looking
    expect((await cursors()).filter(({ failures }) => failures > 0)).toEqual([])
  })
})
