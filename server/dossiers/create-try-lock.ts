import pg from 'pg'
import { withSession } from '../database/connect.ts'
import { lockNumbers } from '../database/lock-numbers.ts'

/** @returns undefined, at once, when another process is at it */
export type TryLock = <T>(work: (lost: AbortSignal) => Promise<T>) => Promise<T | undefined>

/**
 * Of all processes one at a time does the work: it holds an advisory lock on a connection of its own for as long as
 * it takes, and nobody waits for it.
 * @param name of the work
 */
export function createTryLock(connection: pg.ClientConfig, name: string): TryLock {
  return async (work) => {
    const client = new pg.Client(withSession(connection))
    const lost = new AbortController()
    client.on('error', () => lost.abort())
    client.on('end', () => lost.abort())
    try {
      await client.connect()
      const { rows } = await client.query<{ free: boolean }>(
        'select pg_try_advisory_lock($1, hashtext($2)) as free',
        [lockNumbers.sole, name],
      )
      return rows[0]?.free ? await work(lost.signal) : undefined
    } finally {
      await client.end().catch(() => {})
    }
  }
}
