import { expect, it, onTestFinished } from 'vitest'
import { createTestDatabase } from '../support/database.ts'
import { pushUnderKills } from './support/push-under-kills.ts'

it('tells each change exactly once when it is killed while telling', async () => {
  const database = await createTestDatabase()
  onTestFinished(() => database.drop())
  const { connection, pool } = database
  const outcome = await pushUnderKills({ connection, pool, changes: 400, kills: 3, most: 100 })
  expect(outcome).toMatchObject({ lost: 0, twice: 0 })
  expect(outcome.unknown).toBeLessThanOrEqual(outcome.inFlight)
}, 120_000)
