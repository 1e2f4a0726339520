import type pg from 'pg'
import { untilKilledIsGone } from './until-killed-is-gone.ts'

/**
 * How many sends a process that has just been killed left begun: their outcome is known to nobody, or was not on record
 * yet.
 */
export async function begunWhenKilled(pool: pg.Pool): Promise<number> {
  await untilKilledIsGone(pool)
  const { rows } = await pool.query<{ count: number }>(
    `select count(*)::int as count from outbox where status = 'sending'`,
  )
  return rows[0]?.count ?? 0
}
