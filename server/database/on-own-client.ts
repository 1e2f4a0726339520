import type { Pool, PoolClient } from 'pg'

/**
 * Lends a connection for a transaction. One on which anything went wrong is thrown away, since nobody knows its
 * state. That it breaks is heard by the pool's own listener (`connect.ts`).
 */
export async function onOwnClient<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  try {
    const result = await work(client)
    client.release()
    return result
  } catch (error) {
    await client.query('rollback').catch(() => {})
    client.release(true)
    throw error
  }
}
