import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts'
import { inTwoTrips } from './in-two-trips.ts'
import type { Sql } from './sql.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  await database.pool.query('create table kept (id int primary key)')
})
afterAll(() => database.drop())
beforeEach(() => database.pool.query('delete from kept'))

const add = (id: number) => ({ text: 'insert into kept values ($1) returning id', values: [id] })
const look = (sql: Sql) => sql.query<{ count: number }>({ text: 'select count(*)::int as count from kept' })
const kept = async () =>
  (await database.pool.query('select id from kept order by id')).rows.map(({ id }) => id)

describe('inTwoTrips', () => {
  it('gives what was found to the decision and reads the rows of the last statement', async () => {
    const result = await inTwoTrips(database.pool, look, async (sql, { rows: [found] }) => {
      await sql.query(add(1))
      return { statement: add(2), read: (rows: { id: number }[]) => ({ found, rows }) }
    })
    expect(result).toEqual({ found: { count: 0 }, rows: [{ id: 2 }] })
    expect(await kept()).toEqual([1, 2])
  })

  it('commits what was written when nothing is left to be said', async () => {
    const result = await inTwoTrips(database.pool, look, async (sql) => {
      await sql.query(add(1))
      return undefined
    })
    expect(result).toBeUndefined()
    expect(await kept()).toEqual([1])
  })

  it('keeps nothing when the last statement is refused', async () => {
    const refused = inTwoTrips(database.pool, look, async (sql) => {
      await sql.query(add(1))
      return { statement: add(1), read: () => 'never' }
    })
    await expect(refused).rejects.toMatchObject({ code: '23505' })
    expect(await kept()).toEqual([])
  })

  it('keeps nothing when the decision fails, or what was looked for', async () => {
    const decided = inTwoTrips(database.pool, look, async (sql) => {
      await sql.query(add(1))
      throw new Error('changed its mind')
    })
    await expect(decided).rejects.toThrow('changed its mind')
    const looked = inTwoTrips(
      database.pool,
      (sql) => sql.query({ text: 'select nothing' }),
      async () => undefined,
    )
    await expect(looked).rejects.toMatchObject({ code: '42703' })
    expect(await kept()).toEqual([])
  })
})
