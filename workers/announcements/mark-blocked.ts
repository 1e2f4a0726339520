import type { Sql } from '../../server/database/sql.ts'

// Whoever is in a turn, or being erased, is not waited for: they have their conversation and may be on their way to its
// recipients. The next send finds them blocked again.
const mark = `
  with gone as materialized (
    select c.id from conversation c
    where c.blocked_at is null and c.id in (
      select r.conversation_id from json_to_recordset($1::json) v(id bigint, owner bigint)
      join announcement_recipient r on r.id = v.id and r.owner = v.owner)
    order by c.id for no key update skip locked
  ), marked as (
    update conversation c set blocked_at = $2::timestamptz from gone where c.id = gone.id
  ), unsubscribed as (
    update follower f set stopped_at = $2::timestamptz from gone
    where f.conversation_id = gone.id and f.stopped_at is null
  )
  update outbox o set status = 'failed', failure = 'recipient_blocked', owner = null, settled_at = $2::timestamptz
  from gone where o.conversation_id = gone.id and o.status in ('pending', 'held')`

/**
 * Whoever has blocked the assistant is unsubscribed, and nothing more is sent to them there.
 * @param rows recipients in hand; @param now ISO instant
 */
export async function markBlocked(
  sql: Sql,
  rows: readonly { id: string; owner: string }[],
  now: string,
): Promise<void> {
  if (rows.length > 0) await sql.query({ text: mark, values: [JSON.stringify(rows), now] })
}
