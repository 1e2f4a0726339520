import pg from 'pg'
import { lockNumbers } from '../lock-numbers.ts'

/** Who uses the embedded server holds this lock, shared; who stops it takes it alone. */
const key = `(${lockNumbers.server}, 1)`

export type Lease = Awaited<ReturnType<typeof takeLease>> & object

/**
 * Connects and declares that the server is in use. It is PostgreSQL itself that keeps count: the lock ends with
 * the connection, so also when the process is killed.
 * @returns null while somebody is about to stop the server
 * @throws what pg throws when the server cannot be reached, is starting up or is shutting down
 */
export async function takeLease(connection: pg.ClientConfig) {
  const settings = { ...connection, application_name: 'mot-cua lease', connectionTimeoutMillis: 5000 }
  const client = new pg.Client(settings)
  const { promise: lost, resolve } = Promise.withResolvers<void>()
  client.on('error', () => resolve())
  client.on('end', () => resolve())
  await client.connect()
  const ask = async (query: string) => (await client.query<{ yes: boolean }>(query)).rows[0]?.yes === true
  try {
    if (!(await ask(`select pg_try_advisory_lock_shared${key} as yes`))) {
      await client.end()
      return null
    }
    await ensureOpen(settings)
  } catch (error) {
    await client.end().catch(() => {})
    throw error
  }
  return {
    /** Settles when the connection is gone: the server stopped, or the lease was given up. */
    lost,
    /**
     * Gives up the use. Of several who do at once, one is told true: nobody is left, and nobody can join any
     * more until this connection ends.
     */
    giveUp(): Promise<boolean> {
      // In one go: who has let go of the one and not asked for the other yet may be cut off by another's stop.
      return ask(
        `select case when pg_advisory_unlock_shared${key} then pg_try_advisory_lock${key} end as yes`,
      )
    },
    async end(): Promise<void> {
      await client.end().catch(() => {})
    },
  }
}

/**
 * A server that stops ends its processes one after the other: the lock of whoever stops it may be free before it
 * comes to ours. New connections it refuses before all that.
 */
async function ensureOpen(settings: pg.ClientConfig): Promise<void> {
  const client = new pg.Client(settings)
  client.on('error', () => {})
  await client.connect()
  await client.end()
}
