import type { Pool } from 'pg'
import { inTransaction } from '../../server/database/in-transaction.ts'
import type { RecordErasure } from './effects/effect-scope.ts'
import { forgetSends } from './forget-sends.ts'

/** A person as an operator names them: in every account of the channel. */
export interface Person {
  channel: string
  chat: string
}

// The channel's numbers of what was handled, without content and without an address, for a day: what the channel posts
// again (Zalo does for two hours) must not begin anew. A number that holds the address goes with it.
const keepNumbers = `
  with tomb as (
    insert into conversation (channel, account, chat, is_group, created_at, active_at)
    select channel, account, 'erased:' || gen_random_uuid(), is_group, $2::timestamptz, $2::timestamptz
    from conversation where id = $1 returning id
  )
  update inbox set conversation_id = tomb.id, event = null, status = 'done', failure = null,
    done_at = coalesce(done_at, $2::timestamptz)
  from tomb where conversation_id = $1 and received_at > $2::timestamptz - interval '4 hours'
    and strpos(external_id, $3) = 0`

/**
 * Deletes everything about a person on one channel at an operator's word, which also takes that channel out of what
 * is joined; what they have on others is erased by its own name, see `erase-data.ts` for why. A turn under way is
 * waited for; a send under way may still arrive, and what becomes of it is not kept.
 * @param now ISO instant by the injected clock
 * @returns how many conversations went
 */
export function erasePerson(
  pool: Pool,
  { channel, chat }: Person,
  { now, recordErasure }: { now: string; recordErasure: RecordErasure },
): Promise<number> {
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ id: string; account: string }>(
      'select id::text, account from conversation where channel = $1 and chat = $2 order by conversation.id for update',
      [channel, chat],
    )
    for (const { id, account } of rows) {
      await recordErasure({ channel, account, chat }, now)
      await client.query(keepNumbers, [id, now, chat])
    }
    const ids = rows.map((row) => row.id)
    await client.query(forgetSends, [ids])
    await client.query('delete from conversation where id = any($1::bigint[])', [ids])
    return rows.length
  })
}
