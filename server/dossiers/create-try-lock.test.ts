import { beforeEach, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts'
import { createTryLock } from './create-try-lock.ts'

let database: TestDatabase
beforeEach(async () => {
  database = await createTestDatabase()
  return database.drop
})

it('lets one at a time do the work, and nobody waits', async () => {
  const one = createTryLock(database.connection, 'pull')
  const other = createTryLock(database.connection, 'pull')
  const done = await one(async () => [
    await other(async () => 'not this'),
    await createTryLock(database.connection, 'something else')(async () => 'this'),
  ])
  expect(done).toEqual([undefined, 'this'])
  expect(await other(async () => 'free again')).toBe('free again')
})

it('lets go of it when the work fails', async () => {
  const lock = createTryLock(database.connection, 'pull')
  await expect(lock(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await lock(async () => 'free again')).toBe('free again')
})

it('tells the one at work when its connection is gone', async () => {
  const lock = createTryLock(database.connection, 'pull')
  await lock(async (lost) => {
    expect(lost.aborted).toBe(false)
    await database.pool.query(
      `select pg_terminate_backend(pid) from pg_locks
       where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`,
    )
    await expect.poll(() => lost.aborted).toBe(true)
  })
})
