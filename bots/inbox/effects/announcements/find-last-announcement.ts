import type { Sql } from '../../../../server/database/sql.ts'

// One whose outcome nobody knows may well have arrived.
const find = `
  select a.topic, coalesce((
      select o.created_at <= r.settled_at from outbox o where o.conversation_id = $1 order by o.id desc limit 1
    ), true) as is_last
  from announcement_recipient r join announcement a on a.id = r.announcement_id
  where r.conversation_id = $1 and r.settled_at is not null
    and (r.status = 'sent' or r.reason = 'unknown_outcome')
  order by r.settled_at desc limit 1`

/**
 * The announcement that came last in a conversation.
 * @returns its topic, and whether nothing has been said there since
 */
export async function findLastAnnouncement(
  sql: Sql,
  conversation: string,
): Promise<{ topic: string; isLast: boolean } | undefined> {
  const { rows } = await sql.query<{ topic: string; is_last: boolean }>({
    text: find,
    values: [conversation],
  })
  const [found] = rows
  return found && { topic: found.topic, isLast: found.is_last }
}
