import type { Pool, PoolClient } from 'pg'
import { onOwnClient } from './on-own-client.ts'

/**
 * Runs `work` in one transaction.
 * @throws whatever `work` or the database throws; after a failed COMMIT the outcome is unknown
 */
export function inTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  return onOwnClient(pool, async (client) => {
    await client.query('begin')
    const result = await work(client)
    await client.query('commit')
    return result
  })
}
