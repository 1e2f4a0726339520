import { setTimeout as pause } from 'node:timers/promises'
import type { Pool } from 'pg'
import { createUndertaker } from '../../../bots/outbox/create-undertaker.ts'
import { recipientOwners, settleDead } from '../../../workers/announcements/settle-dead.ts'

/** A call that is under way has ended by then, and two seconds for its result to be on record. */
const atMostMs = 12_000
const againMs = 50

const find = `
  select exists (
    select from announcement_recipient where announcement_id = $1 and status <> 'planned' and status = 'sending'
  ) as moving`

/**
 * Waits until nothing of an announcement is on its way any more, so that its figures are exact. What a process held that
 * has died is settled here, since no server may be running that would.
 * @param now ISO instant by the injected clock
 */
export async function awaitStillness(pool: Pool, id: string, now: string): Promise<void> {
  const undertaker = createUndertaker({ pool, owners: recipientOwners, settle: settleDead })
  for (const end = performance.now() + atMostMs; performance.now() < end; await pause(againMs)) {
    const { rows } = await pool.query<{ moving: boolean }>(find, [id])
    if (!rows[0]?.moving) return
    await undertaker.look([], now)
  }
}
