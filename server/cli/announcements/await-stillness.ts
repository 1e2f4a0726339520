import { setTimeout as pause } from 'node:timers/promises'
import type { Sql } from '../../database/sql.ts'

/** A call that is under way has ended by then, and two seconds for its result to be on record. */
const atMostMs = 12_000
const againMs = 50

const find = `
  select exists (
    select from announcement_recipient where announcement_id = $1 and status <> 'planned' and status = 'sending'
  ) as moving`

/**
 * Waits until nothing of an announcement is on its way any more, so that its figures are exact; not for what a crash
 * left behind, which a running server settles.
 */
export async function awaitStillness(sql: Sql, id: string): Promise<void> {
  for (const end = performance.now() + atMostMs; performance.now() < end; await pause(againMs)) {
    const { rows } = await sql.query<{ moving: boolean }>({ text: find, values: [id] })
    if (!rows[0]?.moving) return
  }
}
