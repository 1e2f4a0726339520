import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'

/** The `application_name` of processes that are to be killed. */
export const toBeKilled = 'to be killed'

/**
 * Waits until the database has done with a process that was killed: what that wrote last may still be about to be
 * committed. No other such process may be alive.
 */
export async function untilKilledIsGone(pool: pg.Pool): Promise<void> {
  for (;;) {
    const { rows } = await pool.query(
      'select from pg_stat_activity where datname = current_database() and application_name = $1',
      [toBeKilled],
    )
    if (rows.length === 0) return
    await pause(5)
  }
}
