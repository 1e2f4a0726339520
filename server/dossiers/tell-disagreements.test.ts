import { beforeEach, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts'
import type { Sql, Statement } from '../database/sql.ts'
import { tellDisagreements } from './tell-disagreements.ts'

let database: TestDatabase
beforeEach(async () => {
  database = await createTestDatabase()
  return database.drop
})

/** What is raised or cleared, and how many pages of the database are looked at for it. */
async function tell() {
  const said: string[] = []
  const asked: Statement[] = []
  const sql: Sql = {
    query(statement) {
      asked.push(statement)
      return database.pool.query(statement)
    },
  }
  await tellDisagreements(sql, {
    raise: (key) => void said.push(`raise ${key}`),
    clear: (key) => void said.push(`clear ${key}`),
  })
  const { rows } = await database.pool.query<{ 'QUERY PLAN': [{ Plan: Record<string, number> }] }>(
    `explain (analyze, buffers, format json) ${asked[0]?.text}`,
    asked[0]?.values as unknown[],
  )
  const plan = rows[0]?.['QUERY PLAN'][0].Plan
  const pages = (plan?.['Shared Hit Blocks'] ?? Number.NaN) + (plan?.['Shared Read Blocks'] ?? Number.NaN)
  return { said, pages }
}

it('is known without reading the register, or what was settled', async () => {
  await database.pool.query(
    `insert into dossier (code, status, status_at, source, fingerprint, created_at, updated_at)
     select 'H26.16-261118-' || (10000 + n), 4, at, 'test', 'x', at, at
     from generate_series(1, 5000) n, (select '2026-11-18T02:00:00Z'::timestamptz as at) a`,
  )
  await database.pool.query(
    `insert into dossier_disagreement (dossier_id, field, ours_source, theirs_source, seen_at)
     select id, 'status', 'file', 'one_stop', '2026-11-18T02:00:00Z' from dossier`,
  )
  await database.pool.query('vacuum analyze')
  const open = await tell()
  expect(open.said).toEqual(['raise dossiers.disagree'])
  expect(open.pages).toBeLessThan(10)
  await database.pool.query('update dossier_disagreement set settled_at = seen_at')
  await database.pool.query('vacuum analyze dossier_disagreement')
  const settled = await tell()
  expect(settled.said).toEqual(['clear dossiers.disagree'])
  expect(settled.pages).toBeLessThan(10)
})
