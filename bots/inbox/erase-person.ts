import type { Pool } from 'pg'
import { inTransaction } from '../../server/database/in-transaction.ts'
import type { RecordErasure } from './effects/effect-scope.ts'

/** A person as an operator names them: in every account of the channel. */
export interface Person {
  channel: string
  chat: string
}

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
    for (const { account } of rows) await recordErasure({ channel, account, chat }, now)
    await client.query('delete from conversation where id = any($1::bigint[])', [rows.map((row) => row.id)])
    return rows.length
  })
}
