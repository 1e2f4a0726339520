import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from './database.ts'

let one: TestDatabase
let two: TestDatabase
beforeAll(async () => {
  ;[one, two] = await Promise.all([createTestDatabase(), createTestDatabase()])
})
afterAll(() => Promise.all([one.drop(), two.drop()]))

describe('createTestDatabase', () => {
  it('gives each its own', async () => {
    await sql`create table app.only_here (id bigint)`.execute(one.db)
    const seen = await sql<{ there: boolean }>`select to_regclass('only_here') is not null as there`.execute(
      two.db,
    )
    expect(seen.rows).toEqual([{ there: false }])
  })

  it('gives ids, instants and dates as strings', async () => {
    const result = await sql`
      select 9007199254740993::bigint as id, date '2026-11-21' as day,
        timestamptz '2026-11-21 12:00:00.5+07' as at, timestamptz 'infinity' as never`.execute(one.db)
    expect(result.rows).toEqual([
      { id: '9007199254740993', day: '2026-11-21', at: '2026-11-21T05:00:00.500Z', never: 'infinity' },
    ])
  })
})
