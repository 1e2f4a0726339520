import type { Sql } from '../inbox/sql.ts'

/**
 * Counts as sent what was written unasked for channels that come and read: being stored is being sent.
 * @param channels `name:account` of such channels
 * @param now ISO instant
 */
export async function settlePulled(sql: Sql, channels: readonly string[], now: string): Promise<void> {
  if (channels.length === 0) return
  await sql.query({
    text: `update outbox o set status = 'sent', settled_at = $2::timestamptz
           from conversation c
           where o.conversation_id = c.id and o.status = 'pending' and o.owner is null
             and c.channel || ':' || c.account = any($1::text[])`,
    values: [channels, now],
  })
}
