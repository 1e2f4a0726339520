import { sql } from 'kysely'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts'
import { withSession } from './connect.ts'

let database: TestDatabase
beforeEach(async () => {
  database = await createTestDatabase()
})
afterEach(() => database.drop())

describe('a connection that is cut', () => {
  it('fails the transaction under way, and the next query finds a new one', async () => {
    const cutWithin = database.db.transaction().execute(async (trx) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx)
      await cut(rows[0]?.pid)
      await sql`select 1`.execute(trx)
    })
    await expect(cutWithin).rejects.toThrow()
    expect((await sql`select 1 as one`.execute(database.db)).rows).toEqual([{ one: 1 }])
  })

  it('while idle disturbs nobody', async () => {
    const { pool } = database
    await Promise.all([pool.query('select 1'), pool.query('select 2')])
    await pool.query(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`)
    await vi.waitFor(() => expect(pool.totalCount).toBe(1))
    expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }])
  })
})

describe('withSession', () => {
  it('finds our tables and counts in UTC, whatever the address asks for besides', async () => {
    const url = new URL('postgres://')
    url.searchParams.set('host', String(database.connection.host))
    url.searchParams.set('options', '-c statement_timeout=1234')
    const { connectionString } = withSession({ connectionString: url.href })
    expect(new URL(String(connectionString)).searchParams.get('options')).toBe(
      '-c statement_timeout=1234 -c search_path=app,bullmq -c timezone=UTC -c datestyle=ISO -c intervalstyle=iso_8601',
    )
    const client = new pg.Client(withSession(database.connection))
    await client.connect()
    const { rows } = await client.query(
      "select current_schema as schema, current_setting('timezone') as zone, current_setting('search_path') as path",
    )
    expect(rows).toEqual([{ schema: 'app', zone: 'UTC', path: 'app,bullmq' }])
    await client.end()
  })
})

async function cut(pid: number | undefined): Promise<void> {
  await sql`select pg_terminate_backend(${pid})`.execute(database.db)
}
