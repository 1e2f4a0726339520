import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'

/** The `application_name` of processes that are to be killed. */
export const toBeKilled = 'to be killed'

const connected =
  'select count(*)::int as count from pg_stat_activity where datname = current_database() and application_name = $1'
const sending = `select count(*)::int as count from outbox where status = 'sending'`

/**
 * How many sends a process that has just been killed left begun: their outcome is known to nobody, or was not on record
 * yet. No other such process may be alive.
 */
export async function begunWhenKilled(pool: pg.Pool): Promise<number> {
  // What it wrote last may still be about to be committed.
  while ((await count(pool, connected, [toBeKilled])) > 0) await pause(5)
  return count(pool, sending)
}

async function count(pool: pg.Pool, text: string, values: string[] = []): Promise<number> {
  return (await pool.query<{ count: number }>(text, values)).rows[0]?.count ?? 0
}
