import type { Pool } from 'pg'

/** Of all processes on this database, one looks after the folder. */
const lock = 1836020610

/** Runs `work` unless another process is at it; the lock goes with its connection, so a crash lets go of it. */
export async function holdLock<T>(pool: Pool, work: () => Promise<T>): Promise<T | undefined> {
  const client = await pool.connect()
  let clean = false
  try {
    const { rows } = await client.query<{ held: boolean }>('select pg_try_advisory_lock($1) as held', [lock])
    const result = rows[0]?.held ? await work() : undefined
    if (rows[0]?.held) await client.query('select pg_advisory_unlock($1)', [lock])
    clean = true
    return result
  } finally {
    // One that still holds the lock is closed, and so lets go of it.
    client.release(!clean)
  }
}
