import { type Kysely, sql, type Transaction } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import type { Reply } from '../../bots/dialogue/reply.ts'
import { withinSendingWindow } from '../../knowledge/calendar/sending-window.ts'
import type { Clock } from '../../server/clock.ts'
import type { Database } from '../../server/database/schema.ts'
import { judgeReminder } from './judge-reminder.ts'

/**
 * Puts a message that nobody asked for into the outbox, within the transaction.
 * @returns `false` when it is not to be sent after all: the person has just blocked the assistant
 */
export type Enqueue = (
  trx: Transaction<Database>,
  message: { conversationId: string; reply: Reply; now: string },
) => Promise<string | null>

export interface FireReminders {
  db: Kysely<Database>
  clock: Clock
  enqueue: Enqueue
}

/** So many in one transaction: a morning's reminders don't hold their rows, and others' turns, for long. */
const batch = 100

/**
 * Sends every reminder that is due and may go now, each in the same transaction that marks it. Processes that
 * do this at the same time share the work; at night everything waits for the morning.
 * @returns how many went out and how many were given up
 */
export async function fireReminders(options: FireReminders): Promise<{ sent: number; skipped: number }> {
  const total = { sent: 0, skipped: 0 }
  for (;;) {
    const now = options.clock.now()
    if (!withinSendingWindow(now).equals(now)) return total
    const { sent, skipped } = await fireBatch(options, now)
    total.sent += sent
    total.skipped += skipped
    if (sent + skipped < batch) return total
  }
}

async function fireBatch({ db, enqueue }: FireReminders, now: Temporal.Instant) {
  return db.transaction().execute(async (trx) => {
    const due = await trx
      .selectFrom('reminder')
      .innerJoin('conversation', 'conversation.id', 'reminder.conversation_id')
      .select(['reminder.id', 'conversation_id', 'text', 'due_at', 'blocked_at'])
      .where('reminder.status', '=', 'planned')
      .where('due_at', '<=', now.toString())
      .orderBy('due_at')
      .orderBy('reminder.id')
      .limit(batch)
      // Waits for nobody: what another process has in hand it sends itself, and a conversation that is being
      // erased takes its reminders along. The conversation is locked as a turn locks it, so that its messages are
      // committed in the order of their ids: whoever reads on from one would miss what came later with a lower one.
      .modifyEnd(sql`for update of reminder skip locked for no key update of conversation skip locked`)
      .execute()
    const sent: string[] = []
    const skipped: string[] = []
    for (const { id, conversation_id, text, due_at, blocked_at } of due) {
      const reminder = { dueAt: Temporal.Instant.from(due_at), blocked: blocked_at !== null }
      const reply: Reply = { blocks: [{ kind: 'text', text }] }
      const goes =
        judgeReminder(reminder, now) === 'send' &&
        (await enqueue(trx, { conversationId: conversation_id, reply, now: now.toString() })) !== null
      ;(goes ? sent : skipped).push(id)
    }
    await settle(trx, 'sent', sent, now)
    await settle(trx, 'skipped', skipped, now)
    return { sent: sent.length, skipped: skipped.length }
  })
}

async function settle(
  trx: Transaction<Database>,
  status: 'sent' | 'skipped',
  ids: string[],
  at: Temporal.Instant,
) {
  if (ids.length === 0) return
  await trx
    .updateTable('reminder')
    .set({ status, settled_at: at.toString() })
    .where('id', 'in', ids)
    .execute()
}
