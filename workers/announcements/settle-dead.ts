import type { PoolClient } from 'pg'
import type { ChannelName } from '../../bots/channels/channel.ts'

/** Whoever has recipients in hand. */
export const recipientOwners = `
  select owner from announcement_recipient where status = 'sending'
  union select owner from announcement_recipient where status = 'planned' and owner is not null`

const giveBack = `
  update announcement_recipient set owner = null
  where status = 'planned' and owner is not null and owner = any($1::bigint[])`

// Within the canary they stay there, and count against it. The lock: see `record-outcomes.ts`.
const settle = `
  with standing as materialized (
    select id, state from announcement where id in (
      select announcement_id from announcement_recipient where status = 'sending' and owner = any($1::bigint[]))
    order by announcement.id for share
  ), taken as (
    update announcement_recipient r set
      status = case when r.unknown_outcomes > 0 or s.state in ('stopped', 'expired') then 'failed' else 'planned' end,
      settled_at = case when r.unknown_outcomes > 0 or s.state in ('stopped', 'expired') then $2::timestamptz end,
      wave = case when r.wave = 0 then 0 else 2 end,
      reason = 'unknown_outcome', unknown_outcomes = r.unknown_outcomes + 1, owner = null, not_before = null
    from standing s where s.id = r.announcement_id and r.status = 'sending' and r.owner = any($1::bigint[])
    returning r.channel
  )
  select channel, count(*)::int as count from taken group by channel`

/**
 * Lets go of what dead processes had in hand: what was begun may have arrived, and is tried once more after all others.
 * @param now ISO instant
 * @returns by channel, sends of which nobody knows
 */
export async function settleDead(
  client: PoolClient,
  dead: readonly string[],
  now: string,
): Promise<{ channel: ChannelName; count: number }[]> {
  await client.query(giveBack, [dead])
  const { rows } = await client.query<{ channel: ChannelName; count: number }>(settle, [dead, now])
  return rows
}
