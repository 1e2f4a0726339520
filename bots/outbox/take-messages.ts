import type { PoolClient } from 'pg'

/** Whoever has messages in hand. */
export const messageOwners = `select owner from outbox where status in ('pending', 'sending')`

const take = `
  with hand as (
    select conversation_id, id, status from outbox where owner = any($1::bigint[]) and status in ('pending', 'sending') for update
  ), taken as (
    update outbox o set
      status = case when h.status = 'sending' and o.unknown_outcomes > 0 then 'failed' else 'pending' end,
      failure = case when h.status = 'sending' then 'unknown_outcome' else o.failure end,
      settled_at = case when h.status = 'sending' and o.unknown_outcomes > 0 then $2::timestamptz end,
      unknown_outcomes = o.unknown_outcomes + (h.status = 'sending')::int,
      owner = null, not_before = null
    from hand h where o.conversation_id = h.conversation_id and o.id = h.id
    returning o.conversation_id, h.status
  )
  select c.channel, count(*)::int as count from taken t join conversation c on c.id = t.conversation_id
  where t.status = 'sending' group by c.channel`

/**
 * Gives back what dead processes had in hand.
 * @param now ISO instant
 * @returns by channel, sends that may or may not have happened
 */
export async function takeMessages(
  client: PoolClient,
  dead: readonly string[],
  now: string,
): Promise<{ channel: string; count: number }[]> {
  const { rows } = await client.query<{ channel: string; count: number }>(take, [dead, now])
  return rows
}
