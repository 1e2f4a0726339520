import type { Sql } from '../../server/database/sql.ts'
import type { Hands } from './hands.ts'

/**
 * Gives back messages that the database counts to this process although it has them not in hand: their
 * transaction ended unclearly (the connection broke during the commit), so they were never begun. Conversations
 * in hand are left for the next time, since messages may be on their way between the commit and the hand.
 * @param mine every number of this process
 */
export async function releaseOrphans(sql: Sql, mine: readonly string[], hands: Hands): Promise<number> {
  const before = new Set(hands.ids())
  const { rows } = await sql.query<{ id: string; conversation_id: string }>({
    text: `select id::text, conversation_id::text from outbox
           where status in ('pending', 'sending') and owner = any($1::bigint[])`,
    values: [mine],
  })
  const orphans = rows.filter((row) => !before.has(row.conversation_id) && !hands.get(row.conversation_id))
  if (orphans.length === 0) return 0
  await sql.query({
    text: `update outbox set status = 'pending', owner = null
           where status in ('pending', 'sending') and id = any($1::bigint[]) and owner = any($2::bigint[])`,
    values: [orphans.map((row) => row.id), mine],
  })
  return orphans.length
}
