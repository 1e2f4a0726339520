import { withinSendingWindow } from '../../knowledge/calendar/sending-window.ts'
import { inTransaction } from '../../server/database/in-transaction.ts'
import { findRoom } from './find-room.ts'
import { fireBatch, type Round } from './fire-batch.ts'
import { usualPace } from './pace.ts'
import type { PushParts } from './push-parts.ts'

/**
 * Tells what is due and may be told at this hour, as much as the channels have room for. Each message is written in
 * the transaction that settles its pushes, and processes that do this at the same time share the work.
 * @returns how many messages were written, and whether something due still waits
 */
export async function firePushes(parts: PushParts): Promise<{ written: number; waiting: boolean }> {
  const { pool, clock, pace = usualPace } = parts
  const at = clock.now()
  const room = await findRoom(pool, pace, at.toString())
  const round: Round = { parts, at, room, day: withinSendingWindow(at).equals(at) }
  const total = { written: 0, waiting: false }
  for (const channel of room.keys()) {
    for (;;) {
      const { found, settled, written } = await inTransaction(pool, (sql) => fireBatch(round, sql, channel))
      total.written += written
      if (found === 0) break
      if (settled > 0 && (room.get(channel) ?? 0) > 0) continue
      // No room, or all of them are in somebody else's hand.
      total.waiting = true
      break
    }
  }
  return total
}
