import type { Sql } from '../../server/database/sql.ts'
import type { UnfinishedMessage } from './claim-conversations.ts'
import type { Handled } from './handle-conversation.ts'

/**
 * What an event changes for messages that were waiting before it. Somebody who left gets nothing more; somebody
 * who writes can be answered again, so what was held for that goes out, unless it is a day old.
 */
export async function settleWaiting(
  sql: Sql,
  handled: readonly Handled[],
  unfinished: ReadonlyMap<string, readonly UnfinishedMessage[]>,
  now: string,
): Promise<void> {
  const waiting = handled.filter((one) => unfinished.has(one.conversation.id) && one.events.length > 0)
  const left = waiting.filter((one) => one.blocked).map((one) => one.conversation.id)
  if (left.length > 0) {
    await sql.query({
      text: `update outbox set status = 'failed', failure = 'recipient_blocked', owner = null, settled_at = $2
             where conversation_id = any($1::bigint[]) and status in ('pending', 'held')`,
      values: [left, now],
    })
  }
  const back = waiting
    .filter((one) => !one.blocked && unfinished.get(one.conversation.id)?.some((message) => message.held))
    .map((one) => one.conversation.id)
  if (back.length > 0) {
    await sql.query({
      text: `update outbox set
               status = case when created_at < $2::timestamptz - interval '1 day' then 'failed' else 'pending' end,
               settled_at = case when created_at < $2::timestamptz - interval '1 day' then $2::timestamptz end
             where conversation_id = any($1::bigint[]) and status = 'held'`,
      values: [back, now],
    })
  }
}
