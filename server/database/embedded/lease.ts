import pg from 'pg'
import { lockNumbers } from '../lock-numbers.ts'

/** Who uses the embedded server holds this lock, shared; who stops it takes it alone. */
const key = `(${lockNumbers.server}, 1)`

export type Lease = Awaited<ReturnType<typeof takeLease>> & object

/**
 * Connects and declares that the server is in use. It is PostgreSQL itself that keeps count: the lock ends with
 * the connection, so also when the process is killed.
 * @returns null while somebody is stopping the server
 * @throws what pg throws when the server cannot be reached, or is starting up
 */
export async function takeLease(connection: pg.ClientConfig) {
  const client = new pg.Client({
    ...connection,
    application_name: 'mot-cua lease',
    connectionTimeoutMillis: 5000,
  })
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
    async giveUp(): Promise<boolean> {
      await client.query(`select pg_advisory_unlock_shared${key}`)
      return ask(`select pg_try_advisory_lock${key} as yes`)
    },
    async end(): Promise<void> {
      await client.end().catch(() => {})
    },
  }
}
