import type { Pool } from 'pg'
import { inTransaction } from '../../server/database/in-transaction.ts'

/**
 * After the last words to somebody who was erased: their address goes too, unless they have written since. The
 * channel's numbers of what was handled stay in a conversation without an address, see `erase-conversation.ts`.
 */
export function forgetAddress(pool: Pool, conversation: string): Promise<void> {
  return inTransaction(pool, async (client) => {
    const locked = await client.query('select from conversation where id = $1 and state is null for update', [
      conversation,
    ])
    if (locked.rows.length === 0) return
    // Seen anew under the lock. Deleting, not renaming: an event on its way to this conversation then finds none,
    // and begins another.
    await client.query(
      `with empty as (
         select id, channel, account, is_group, created_at from conversation c
         where id = $1 and not exists (select from inbox where conversation_id = c.id and event is not null)
       ), tomb as (
         insert into conversation (channel, account, chat, is_group, created_at, active_at)
         select channel, account, 'erased:' || gen_random_uuid(), is_group, created_at, created_at from empty
         returning id
       )
       update inbox set conversation_id = tomb.id from tomb where conversation_id = $1`,
      [conversation],
    )
    await client.query(
      `delete from conversation c where id = $1
       and not exists (select from inbox where conversation_id = c.id and event is not null)`,
      [conversation],
    )
  })
}
