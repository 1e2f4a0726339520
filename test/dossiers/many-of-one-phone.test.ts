import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Statement } from '../../server/database/sql.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { openDesk, shownCode } from './support/open-desk.ts'

const many = 5000
/** Of a service that hands in for others, or a number typed for whoever has none. */
const number = '0912345678'

let database: TestDatabase
let desk: ReturnType<typeof openDesk>
let chat: string
beforeAll(async () => {
  database = await createTestDatabase()
  desk = openDesk(database)
  chat = await desk.chat('a service')
  const { phone } = desk.phone(number)
  await database.pool.query(
    `insert into dossier (code, phone_hash, phone_last2, status, status_at, source, fingerprint, created_at, updated_at)
     select 'H26.16-261118-' || (10000 + n), $1, '78', 4, '2026-11-18T02:00:00Z', 'test', 'x',
       '2026-11-18T02:00:00Z', '2026-11-18T02:00:00Z'
     from generate_series(1, $2::int) n`,
    [phone.hash, many],
  )
  await database.pool.query('vacuum analyze dossier')
})
afterAll(() => database.drop())

const followed = async () => {
  const { rows } = await database.pool.query<{ count: number; first: string }>(
    `select count(*)::int, min(d.code) as first from dossier_follow f join dossier d on d.id = f.dossier_id`,
  )
  return rows[0]
}

/** Pages of the database that are looked at by the one statement of an answer that has `part` in it. */
async function pagesOf(part: string, asked: readonly Statement[]): Promise<number> {
  const find = asked.find(({ text }) => text.includes(part))
  const { rows } = await database.pool.query<{ 'QUERY PLAN': [{ Plan: Record<string, number> }] }>(
    `explain (analyze, buffers, format json) ${find?.text}`,
    find?.values as unknown[],
  )
  const plan = rows[0]?.['QUERY PLAN'][0].Plan
  return (plan?.['Shared Hit Blocks'] ?? Number.NaN) + (plan?.['Shared Read Blocks'] ?? Number.NaN)
}

it('the newest of a phone that stands on very many dossiers are followed, and no more by asking for them', async () => {
  await desk.ask(chat, desk.phone(number))
  const newest = { count: 50, first: `H26.16-261118-${10000 + many - 49}` }
  expect(await followed()).toEqual(newest)
  const asked: Statement[] = []
  const onStatement = async (statement: Statement) => void asked.push(statement)
  await desk.ask(chat, { kind: 'my_dossiers' }, { onStatement })
  expect(await followed()).toEqual(newest)
  expect(await pagesOf('insert into dossier_follow', asked)).toBeLessThan(1000)
})

it('all the others are open by their code', async () => {
  expect(shownCode(await desk.askFor(chat, 'H26.16-261118-10001'))).toBe('H26.16-261118-10001')
})

it('a code that is not theirs is answered without reading all that are, whether there is such a dossier or not', async () => {
  const foreign = await desk.dossier({ code: 'H26.16-261119-0001', phone: '0987654321' })
  const pages: number[] = []
  for (const code of [foreign, 'H26.16-261119-0002']) {
    const asked: Statement[] = []
    const onStatement = async (statement: Statement) => void asked.push(statement)
    expect(await desk.askFor(chat, code, { onStatement })).toEqual({ kind: 'dossier_unproved', code })
    pages.push(await pagesOf('opened', asked))
  }
  expect(pages[0]).toBeLessThan(300)
  expect(pages[1]).toBe(pages[0])
})
