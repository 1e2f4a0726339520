import type { Pool, PoolClient } from 'pg'

/**
 * Runs `work` in one transaction. A connection on which anything went wrong is thrown away, since nobody knows
 * its state.
 * @throws whatever `work` or the database throws; after a failed COMMIT the outcome is unknown
 */
export async function inTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  // A lost connection is also told as an event; without a listener that would end the process.
  const ignore = () => {}
  client.on('error', ignore)
  try {
    await client.query('begin')
    const result = await work(client)
    await client.query('commit')
    client.off('error', ignore)
    client.release()
    return result
  } catch (error) {
    await client.query('rollback').catch(ignore)
    // The listener stays: the socket may still report its end after the release.
    client.release(true)
    throw error
  }
}
