import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Temporal } from 'temporal-polyfill'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { loadDossierFacts } from '../../knowledge/dossiers/facts/load-dossier-facts.ts'
import {
  type OneStopEmulator,
  startOneStopEmulator,
} from '../../test/emulators/one-stop/one-stop-emulator.ts'
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts'
import type { PartState } from '../health.ts'
import { createLog } from '../log.ts'
import { openOneStop } from './open-one-stop.ts'
import { updateReading } from './update-reading.ts'

const { facts } = await loadDossierFacts()
const reading = await updateReading(() => facts, ['hoan-kiem'])
const code = 'H26.15.3-261120-0012'
const said = {
  MaHoSo: code,
  MaTTHC: '1.001193',
  ChuHoSo: 'Nguyễn Thị Hà',
  MaDoiTuong: '001203004567',
  SoDienThoai: '0912345678',
  NgayTiepNhan: '20261120080500',
  NgayHenTra: '20261127170000',
  TrangThaiHoSo: 2,
  DonViXuLy: 'UBND phường Hoàn Kiếm',
}
const steps = [
  { MaHoSo: code, TrangThai: 4, ThoiDiemXuLy: '20261121080000', NoiDungXuLy: 'Thẩm định' },
  { MaHoSo: code, TrangThai: 5, ThoiDiemXuLy: '20261121093000', NoiDungXuLy: 'Thiếu giấy chứng sinh' },
  { MaHoSo: code, TrangThai: 4, ThoiDiemXuLy: '20261123080000', NoiDungXuLy: 'Đã bổ sung' },
]

let database: TestDatabase
let emulator: OneStopEmulator
let folder: string
beforeEach(async () => {
  database = await createTestDatabase()
  emulator = await startOneStopEmulator({ perPage: 2 })
  folder = await mkdtemp(join(tmpdir(), 'one-stop-'))
  return async () => {
    await emulator.close()
    await database.drop()
    await rm(folder, { recursive: true })
  }
})

/** A process that pulls, at a time of its own. */
async function start(at = '2026-11-24T01:00:00Z') {
  const states: PartState[] = []
  const lines: string[] = []
  const source = await openOneStop({
    oneStop: { url: emulator.url, token: emulator.token, everySeconds: 300 },
    knowledgeDir: folder,
    open: { ...database, secret: Buffer.alloc(32, 7) },
    facts: () => facts,
    reading,
    clock: { now: () => Temporal.Instant.from(at) },
    log: createLog('info', { write: (line) => void lines.push(line) }),
    alerts: { raise: () => {}, clear: () => {} },
    health: (state) => void states.push(state),
  })
  source.start()
  onTestFinished(source.stop)
  return { states, lines, stop: source.stop, seen: () => expect.poll(() => states.length).toBeGreaterThan(1) }
}

const rows = () => database.db.selectFrom('dossier').selectAll().execute()
const history = () =>
  database.db.selectFrom('dossier_change').select(['status', 'at', 'source', 'note']).orderBy('at').execute()

describe('a dossier of the one-stop system', () => {
  it('is in the register with its steps, and without its numbers', async () => {
    emulator.change(said)
    emulator.progress(...steps)
    const { seen, lines, states } = await start()
    await seen()
    const [row, ...more] = await rows()
    expect(more).toEqual([])
    expect(row).toMatchObject({
      code,
      unit: 'hoan-kiem',
      procedure: '1.001193',
      status: 4,
      status_at: '2026-11-23T01:00:00.000Z',
      due_at: '2026-11-27T10:00:00.000Z',
      phone_last2: '78',
      source: 'one_stop',
    })
    expect((await history()).map(({ status }) => status)).toEqual([2, 4, 5, 4])
    expect(JSON.stringify(row)).not.toMatch(/0912345678|001203004567|4567/)
    expect(lines.join('')).not.toMatch(/Nguyễn|0912|H26|emulated/)
    expect(states.at(-1)).toEqual({ status: 'ok' })
  })

  it('is the same however often, and by how many, it is read', async () => {
    emulator.change(said)
    emulator.progress(...steps)
    await (await start()).seen()
    const before = [await rows(), await history()]
    await database.db.deleteFrom('dossier_cursor').execute()
    const [one, other] = await Promise.all([start('2026-11-24T02:00:00Z'), start('2026-11-24T02:00:00Z')])
    await Promise.all([one.seen(), other.seen()])
    await expect.poll(() => emulator.calls.length).toBeGreaterThanOrEqual(6)
    await Promise.all([one.stop(), other.stop()])
    expect(withoutPrint([await rows(), await history()])).toEqual(withoutPrint(before))
  })

  it('is taken once when the process dies between the commit and the cursor', async () => {
    emulator.change(said)
    await database.pool.query(
      `create function die() returns trigger language plpgsql as $$ begin raise exception 'killed'; end $$`,
    )
    await database.pool.query(
      'create trigger die before insert on dossier_cursor for each row execute function die()',
    )
    const dying = await start()
    await expect.poll(() => dying.lines.join('')).toContain('could not be taken over')
    await dying.stop()
    const before = [await rows(), await history()]
    expect(before[0]).toHaveLength(1)
    await database.pool.query('drop function die() cascade')
    await (await start('2026-11-24T02:00:00Z')).seen()
    expect(await database.db.selectFrom('dossier_cursor').select('cursor').execute()).toContainEqual({
      cursor: 'c1',
    })
    expect([await rows(), await history()]).toEqual(before)
  })

  it('is read by the names that the operator gives', async () => {
    await writeFile(join(folder, 'one-stop.yaml'), 'feeds: {dossiers: {fields: {code: [so_ho_so]}}}\n')
    emulator.change({ ...said, MaHoSo: undefined, so_ho_so: code })
    await (await start()).seen()
    expect(await rows()).toHaveLength(1)
  })

  it('is read by the built-in names when those are nonsense, and health says so', async () => {
    await writeFile(join(folder, 'one-stop.yaml'), 'feeds: 7\n')
    emulator.change(said)
    const { seen, states } = await start()
    await seen()
    expect(await rows()).toHaveLength(1)
    expect(states.at(-1)).toMatchObject({
      status: 'degraded',
      detail: expect.stringContaining('one-stop.yaml'),
    })
  })

  it('is not waited for when the server stops', async () => {
    emulator.faults.add({ fault: { kind: 'hang', when: 'before' } })
    const { stop } = await start()
    await expect.poll(() => emulator.calls.length).toBe(1)
    await stop()
  })
})

/** Of the same said in another order of feeds, the register knows the last again. */
function withoutPrint(all: unknown): unknown {
  return JSON.parse(JSON.stringify(all), (key, value) => (key === 'fingerprint' ? undefined : value))
}
