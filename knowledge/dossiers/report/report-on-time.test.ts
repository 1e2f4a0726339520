import { Temporal } from 'temporal-polyfill'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { createTestDatabase } from '../../../test/support/database.ts'
import { loadCalendar } from '../../calendar/load-calendar.ts'
import type { DossierStatus } from '../dossier.ts'
import { loadDossierFacts } from '../facts/load-dossier-facts.ts'
import { reportOnTime } from './report-on-time.ts'

const database = await createTestDatabase()
afterAll(() => database.drop())
const { pool } = database
const { calendar } = await loadCalendar()
const { facts } = await loadDossierFacts()
const hanoi = (text: string) => Temporal.Instant.from(`${text}+07:00`).toString()

const fieldOf = (procedure: string) => (procedure === '1.001193' ? 'Hộ tịch' : undefined)

function report(from = '2026-11-01', to = '2026-12-01', now = '2026-11-30T09:00') {
  const period = { from: hanoi(`${from}T00:00`), to: hanoi(`${to}T00:00`) }
  return reportOnTime(pool, { ...period, now: Temporal.Instant.from(hanoi(now)), calendar, facts, fieldOf })
}

interface Entered {
  status: DossierStatus
  received?: string
  due?: string
  finished?: string
  unit?: string | null
  procedure?: string | null
  /** Statuses that it had, each with the date it was due then. */
  past?: [at: string, status: DossierStatus, due: string][]
}

let entered = 0
async function enter(dossier: Entered): Promise<void> {
  entered++
  const { status, received, due, finished, unit = 'hoan-kiem', procedure = '1.001193', past = [] } = dossier
  const times = [received, due, finished].map((text) => (text === undefined ? null : hanoi(text)))
  const { rows } = await pool.query(
    `insert into dossier (code, status, status_at, unit, procedure, received_at, due_at, finished_at,
       source, fingerprint, created_at, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, 'test', 'x', $3, $3) returning id`,
    [`H26-261119-${1000 + entered}`, status, hanoi('2026-11-20T09:00'), unit, procedure, ...times],
  )
  for (const [at, was, dueThen] of past)
    await pool.query(
      `insert into dossier_change (dossier_id, at, recorded_at, status, due_at, source)
       values ($1, $2, $2, $3, $4, 'test')`,
      [rows[0].id, hanoi(at), was, hanoi(dueThen)],
    )
}

beforeEach(async () => {
  await pool.query('delete from dossier')
})

/** Received on Thursday 19 for five working days. */
const usual = { received: '2026-11-19T10:00', due: '2026-11-27T17:00' }

describe('the report of dates kept', () => {
  it('counts how dossiers ended, and those that should have', async () => {
    await enter({ ...usual, status: 9, finished: '2026-11-26T15:00' })
    await enter({ ...usual, status: 10, finished: '2026-11-27T15:00' })
    await enter({ ...usual, status: 9, finished: '2026-11-27T17:30' })
    await enter({ ...usual, status: 4 })
    await enter({ ...usual, status: 4, due: '2026-12-02T17:00' })
    await enter({ ...usual, status: 5 })
    await enter({ ...usual, status: 8 })
    const counts = {
      received: 7,
      early: 1,
      on_time: 1,
      late: 1,
      overdue: 1,
      running: 2,
      unjudged: 1,
      percent: 50,
    }
    expect(await report()).toEqual({
      rows: [{ unit: 'hoan-kiem', field: 'Hộ tịch', month: '2026-11', ...counts }],
      total: counts,
    })
  })

  it('leaves out what waits to be received, or was refused', async () => {
    await enter({ ...usual, status: 1 })
    await enter({ ...usual, status: 3 })
    expect(await report()).toEqual({
      rows: [],
      total: expect.objectContaining({ received: 0, percent: null }),
    })
  })

  it('gives a pause back to the office', async () => {
    const due = usual.due
    const past: Entered['past'] = [
      ['2026-11-19T10:00', 2, due],
      ['2026-11-20T09:00', 5, due],
      ['2026-11-26T09:00', 4, due],
    ]
    await enter({ ...usual, status: 9, finished: '2026-12-02T17:00', past })
    await enter({ ...usual, status: 9, finished: '2026-12-02T17:01', past })
    await enter({ ...usual, status: 9, finished: '2026-12-02T17:00', past: past.slice(0, 1) })
    expect((await report()).total).toMatchObject({ on_time: 1, late: 2, percent: 33.3 })
  })

  it('divides by unit, field and month in Hanoi', async () => {
    await enter({ ...usual, status: 4, received: '2026-10-31T23:30' })
    await enter({ ...usual, status: 4, received: '2026-11-01T00:00' })
    await enter({ ...usual, status: 4, unit: 'ba-dinh' })
    await enter({ ...usual, status: 4, unit: null, procedure: 'Thủ tục không ai biết' })
    await enter({ ...usual, status: 4, procedure: null })
    const { rows } = await report('2026-10-01')
    expect(rows.map(({ month, unit, field, received }) => [month, unit, field, received])).toEqual([
      ['2026-10', 'hoan-kiem', 'Hộ tịch', 1],
      ['2026-11', 'ba-dinh', 'Hộ tịch', 1],
      ['2026-11', 'hoan-kiem', 'Hộ tịch', 1],
      ['2026-11', 'hoan-kiem', null, 1],
      ['2026-11', null, null, 1],
    ])
  })

  it('holds what was received within the time asked for, its last day not included', async () => {
    await enter({ ...usual, status: 4, received: '2026-10-31T23:59' })
    await enter({ ...usual, status: 4, received: '2026-11-01T00:00' })
    await enter({ ...usual, status: 4, received: '2026-11-30T23:59' })
    await enter({ ...usual, status: 4, received: '2026-12-01T00:00' })
    expect((await report()).total.received).toBe(2)
  })

  it('takes a dossier of an unknown day by when it was heard of', async () => {
    await enter({ status: 4 })
    expect((await report()).rows).toMatchObject([{ month: '2026-11', received: 1, running: 1 }])
  })

  it('reads a register of many pages, each dossier once', async () => {
    await pool.query(
      `insert into dossier (code, status, status_at, received_at, due_at, source, fingerprint, created_at, updated_at)
       select 'H26-261119-' || (10000 + n), 4, $1, $1, $2, 'test', 'x', $1, $1 from generate_series(1, 4500) n`,
      [hanoi(usual.received), hanoi(usual.due)],
    )
    expect((await report()).total).toMatchObject({ received: 4500, overdue: 4500, percent: 0 })
  })
})
