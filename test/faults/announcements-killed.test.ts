import { expect, it, onTestFinished } from 'vitest'
import { createTestDatabase } from '../support/database.ts'
import { announceUnderKills } from './support/announce-under-kills.ts'

it('sends an announcement exactly once to each when it is killed while sending', async () => {
  const database = await createTestDatabase()
  onTestFinished(() => database.drop())
  const { connection, pool } = database
  const outcome = await announceUnderKills({ connection, pool, recipients: 400, kills: 3, perSecond: 200 })
  expect(outcome).toMatchObject({ lost: 0, twice: 0 })
  expect(outcome.unknown).toBeLessThanOrEqual(outcome.inFlight)
}, 120_000)
