import type { Sql } from '../../server/database/sql.ts'

/** A change to a message in hand: begun, settled, or given back. */
export interface Change {
  id: string
  owner: string
  conversation_id: string
  /** `sending` begins it and keeps it in hand; anything else lets it go. */
  status: 'sending' | 'sent' | 'failed' | 'held' | 'pending'
  attempts: number
  unknown_outcomes: number
  /** Not before so many milliseconds from now. */
  delay_ms?: number
  external_id?: string
  failure?: string
  /** The person has blocked the assistant: what else waits for them fails as well. */
  blocked?: true
}

const record = `
  with change as materialized (
    select * from json_to_recordset($1::json) as v(
      id bigint, owner bigint, conversation_id bigint, status text, attempts int, unknown_outcomes int,
      delay_ms double precision, external_id text, failure text)
  )
  update outbox o set
    status = v.status,
    owner = case when v.status = 'sending' then o.owner end,
    attempts = v.attempts,
    unknown_outcomes = v.unknown_outcomes,
    not_before = clock_timestamp() + v.delay_ms * interval '1 millisecond',
    external_id = v.external_id,
    failure = v.failure,
    settled_at = case when v.status in ('sent', 'failed') then $2::timestamptz end
  from change v where o.conversation_id = v.conversation_id and o.id = v.id and o.owner = v.owner
  returning o.id::text`

const block = `
  with blocked as (
    update conversation set blocked_at = $2::timestamptz where id = any($1::bigint[]) returning id
  )
  update outbox set status = 'failed', failure = 'recipient_blocked', owner = null, settled_at = $2::timestamptz
  where conversation_id in (select id from blocked) and status in ('pending', 'held')`

/**
 * Writes changes of many messages at once. Doing it again after an unclear end changes nothing twice, since a
 * message that was let go has no owner any more.
 * @param now ISO instant
 * @returns by the ids that were still in this process's hand; the others are gone or with somebody else
 */
export async function recordResults(
  sql: Sql,
  changes: readonly Change[],
  now: string,
): Promise<Map<string, true>> {
  const { rows } = await sql.query<{ id: string }>({
    name: 'record results',
    text: record,
    values: [JSON.stringify(changes), now],
  })
  const blocked = changes.filter((change) => change.blocked).map((change) => change.conversation_id)
  if (blocked.length > 0) await sql.query({ text: block, values: [blocked, now] })
  return new Map(rows.map((row) => [row.id, true]))
}
