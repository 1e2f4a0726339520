import { expect, vi } from 'vitest'
import type { Installation } from '../../support/start-server.ts'
import { lookIntoDatabase } from './look-into-database.ts'

/**
 * Waits until nothing is left to do in an installation. What was in hand at two crashes in a row is of unknown outcome
 * for good, and no loss.
 * @returns how many sends were of unknown outcome
 */
export function settled(installation: Installation): Promise<number> {
  return lookIntoDatabase(installation, async (client) => {
    const text = `select (select count(*)::int from inbox where status = 'new') as events,
      (select count(*)::int from inbox where status = 'set_aside') as "setAside",
      (select count(*)::int from outbox where status in ('pending', 'sending')) as messages,
      (select count(*)::int from outbox where status in ('failed', 'held')
        and failure is distinct from 'unknown_outcome') as failed,
      (select coalesce(sum(unknown_outcomes), 0)::int from outbox) as unknown`
    const unknown = { outcomes: 0 }
    await vi.waitFor(
      async () => {
        const [row] = (await client.query(text)).rows
        expect(row).toMatchObject({ events: 0, setAside: 0, messages: 0, failed: 0 })
        unknown.outcomes = row.unknown
      },
      { timeout: 30_000, interval: 100 },
    )
    return unknown.outcomes
  })
}
