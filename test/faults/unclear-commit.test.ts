import type { Pool } from 'pg'
import { expect, it, onTestFinished, vi } from 'vitest'
import { createTestDatabase } from '../support/database.ts'
import { fakeChannel } from './support/fake-channel.ts'
import { incoming, start } from './support/start.ts'

const patience = { interval: 10 }

/** A pool on which the answer to the next commit of turns gets lost, the commit itself having succeeded or not. */
function losing(pool: Pool) {
  const plan: { next: 'committed' | 'rolled back' | undefined } = { next: undefined }
  const connect = async (callback?: never) => {
    // So `pool.query` gets its clients; those are left alone.
    if (callback) return pool.connect(callback)
    const client = await pool.connect()
    const query = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>
    const did = { write: false }
    const lossy = async (...args: unknown[]) => {
      if (JSON.stringify(args).includes('insert into outbox')) did.write = true
      if (args[0] !== 'commit' || !plan.next || !did.write) return query(...args)
      await query(plan.next === 'committed' ? 'commit' : 'rollback')
      plan.next = undefined
      throw new Error('Connection terminated unexpectedly')
    }
    return Object.assign(Object.create(client), { query: lossy, release: client.release.bind(client) })
  }
  return { pool: Object.assign(Object.create(pool), { connect }) as Pool, plan }
}

it.each(['committed', 'rolled back'] as const)(
  'runs a turn once and sends its answers once when the news is lost that it was %s',
  async (end) => {
    const database = await createTestDatabase()
    onTestFinished(() => database.drop())
    const { pool, plan } = losing(database.pool)
    const channel = fakeChannel()
    const process = await start(pool, [channel])
    plan.next = end
    await process.store([incoming('unclear', 'two')])
    await vi.waitFor(() => expect(plan.next).toBeUndefined(), patience)
    await process.store([incoming('unclear', 'sau')])
    await vi.waitFor(
      () => expect(channel.received('unclear')).toEqual(['1: one', '1: two', '2: sau']),
      patience,
    )
    await process.stop()
    expect(channel.calls).toHaveLength(3)
    expect(process.counted.unknownOutcomes).toBe(0)
  },
)
