import { sql, type Transaction } from 'kysely'
import type { Database } from '../../server/database/schema.ts'
import { pullChannels } from '../channels/channel.ts'
import type { Reply } from '../dialogue/reply.ts'
import { noticeOf } from './channels.ts'

/**
 * Puts a message that nobody asked for (a reminder) into the outbox, within the transaction of whoever decided
 * it. It goes out after what waits for the person already. Its buttons, if any, have to be sealed already.
 * @param message.now ISO instant by the injected clock
 * @returns whether it was written: somebody who blocked the assistant or was erased gets nothing
 */
export async function enqueueMessage(
  trx: Transaction<Database>,
  { conversationId, reply, now }: { conversationId: string; reply: Reply; now: string },
): Promise<boolean> {
  const person = await trx
    .selectFrom('conversation')
    .select(['channel', 'account', 'chat'])
    .where('id', '=', conversationId)
    .where('blocked_at', 'is', null)
    .executeTakeFirst()
  if (!person) return false
  const isRead = pullChannels.some((name) => name === person.channel)
  await trx
    .insertInto('outbox')
    .values({
      conversation_id: conversationId,
      reply: JSON.stringify(reply),
      // Nobody sends what is read: pending, it would wait for ever.
      ...(isRead ? { status: 'sent', settled_at: now } : { status: 'pending' }),
      created_at: now,
    })
    .execute()
  // One for those who send, one for those who read; who is not meant ignores it.
  const notice = noticeOf(person.channel, person.account, person.chat)
  await sql`select pg_notify('outbox', ''), pg_notify('outbox', ${notice})`.execute(trx)
  return true
}
