import type { Pool } from 'pg'
import { Temporal } from 'temporal-polyfill'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listAnnouncements } from '../../office/announcements/list-announcements.ts'
import { readBoard } from '../../office/board/read-board.ts'
import { readBoardItem } from '../../office/board/read-board-item.ts'
import { connect } from '../../server/database/connect.ts'
import type { Sql } from '../../server/database/sql.ts'
import { createLog } from '../../server/log.ts'
import { fetchFiles } from '../../workers/announcements/fetch-files.ts'
import { reduceOld } from '../../workers/announcements/reduce-old.ts'
import { announcementRows } from '../support/announcement-rows.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'

const now = '2026-11-21T03:00:00Z'
const announcements = 6000

// One every ten minutes, of two wards in turn; each tenth with a file.
const write = `
  with written as (
    insert into announcement (state, unit, author, title, text, topic, audience, recipients, approved_at, planned_at,
      began_at, ended_at, created_at, updated_at)
    select 'sent', w.unit, $1, 'Tin ' || n, repeat('Nội dung thông báo. ', 20), 'chung',
      jsonb_build_object('units', jsonb_build_array(w.unit)), 10, w.at, w.at, w.at, w.at, w.at, w.at
    from generate_series(1, $3::int) n,
      lateral (select $2::timestamptz - n * interval '10 minutes' as at,
        case when n % 2 = 0 then 'hoan-kiem' else 'tay-ho' end as unit) w
    returning id)
  insert into announcement_file (announcement_id, name, type, size, bytes, added_at)
  select id, 'Giấy mời.pdf', 'application/pdf', 4, 'file', $2 from written where id % 10 = 0`

let database: TestDatabase
let plain: ReturnType<typeof connect>
let author: string
beforeAll(async () => {
  database = await createTestDatabase()
  plain = connect(database.connection, createLog('silent'))
  author = await announcementRows(database.pool, now).official()
  await database.pool.query(write, [author, now, announcements])
  await database.pool.query('analyze announcement, announcement_file')
})
afterAll(async () => {
  await plain.close()
  await database.drop()
})

/** How many pages of the database the statements of some work look at, the greediest of them. */
async function pagesOf(pool: Pool, work: (sql: Sql & Pool) => Promise<unknown>): Promise<number> {
  const asked: { text: string; values?: unknown[] }[] = []
  const query = (statement: string | { text: string; values?: unknown[] }, values?: unknown[]) => {
    const one = typeof statement === 'string' ? { text: statement, values: values ?? [] } : statement
    asked.push(one)
    return pool.query(one)
  }
  await work({ query } as unknown as Sql & Pool)
  const pages = await Promise.all(
    asked.map(async ({ text, values }) => {
      const { rows } = await pool.query(`explain (analyze, buffers, format json) ${text}`, values)
      const [{ Plan: plan }] = rows[0]['QUERY PLAN']
      return plan['Shared Hit Blocks'] + plan['Shared Read Blocks']
    }),
  )
  return Math.max(...pages)
}

const never = () => {
  throw new Error('there is nothing to fetch')
}

/** Far fewer than there are announcements, or pages with them. */
const few = 300

describe('however many announcements there have been, few pages are looked at', () => {
  const view = { unit: 'hoan-kiem', now, most: 20, excerpt: 500 }

  it.each([
    ['the board of a ward', view],
    ['that of a ward with nothing on it', { ...view, unit: 'ba-dinh' }],
    ['that of the city', { ...view, unit: 'all' }],
    ['its further pages', { ...view, before: '5000' }],
    ['its feed', { ...view, most: 30, excerpt: 3000 }],
  ])('for %s', async (_name, asked) => {
    expect(await pagesOf(plain.pool, (sql) => readBoard(sql, asked))).toBeLessThan(few)
  })

  it('for one of a board', async () => {
    const item = { unit: 'hoan-kiem', id: '30', now, whoever: false }
    expect(await pagesOf(plain.pool, (sql) => readBoardItem(sql, item))).toBeLessThan(few)
  })

  it.each([
    ['for approval', { states: ['draft'], unit: 'hoan-kiem', submitted: true }],
    ['of an author', { states: ['draft'], author: '1' }],
    ['under way', { states: ['scheduled', 'waiting', 'sending', 'paused'], unit: 'hoan-kiem' }],
  ] as const)('on a desk, %s, in a turn', async (_name, asked) => {
    expect(await pagesOf(database.pool, (sql) => listAnnouncements({ sql }, asked))).toBeLessThan(few)
  })

  it('for a file to fetch', async () => {
    const parts = {
      log: createLog('silent'),
      clock: { now: () => Temporal.Instant.from(now) },
      channels: () => [],
    }
    const unasked = { facts: never, readSignatures: never, tell: never }
    const look = (pool: Pool) => fetchFiles({ pool, ...parts, ...unasked })
    expect(await pagesOf(plain.pool, look)).toBeLessThan(few)
  })

  it('for what is to be reduced, of which there is none yet', async () => {
    const reduce = (pool: Pool) => reduceOld(pool, { now, retentionDays: 90 })
    expect(await pagesOf(plain.pool, reduce)).toBeLessThan(few)
  })
})
