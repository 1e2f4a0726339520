import type { PoolClient } from 'pg'
import type { ChannelName } from '../../bots/channels/channel.ts'

/** Whoever has recipients in hand. */
export const recipientOwners = `
  select owner from announcement_recipient where status = 'sending'
  union select owner from announcement_recipient where status = 'planned' and owner is not null`

const giveBack = `
  update announcement_recipient set owner = null
  where status = 'planned' and owner is not null and owner = any($1::bigint[])`

// The lock: see `record-outcomes.ts`. That a process died says nothing against a canary: it goes on without them.
const settle = `
  with standing as materialized (
    select id, state from announcement where id in (
      select announcement_id from announcement_recipient where status = 'sending' and owner = any($1::bigint[]))
    order by announcement.id for share
  ), dead as materialized (
    select r.id, r.wave, s.state in ('stopped', 'expired') or r.unknown_outcomes > 0 as over
    from announcement_recipient r join standing s on s.id = r.announcement_id
    where r.status = 'sending' and r.owner = any($1::bigint[])
  ), taken as (
    update announcement_recipient r set
      status = case when d.over then 'failed' else 'planned' end,
      settled_at = case when d.over then $2::timestamptz end,
      wave = 2, reason = 'unknown_outcome', unknown_outcomes = r.unknown_outcomes + 1, owner = null, not_before = null
    from dead d where d.id = r.id and r.status = 'sending' and r.owner = any($1::bigint[])
    returning r.channel, r.announcement_id, d.wave as was
  )
  select channel, count(*)::int as count,
    coalesce(array_agg(distinct announcement_id::text) filter (where was = 0), '{}') as canaries
  from taken group by channel`

// Of a canary that is gone altogether nothing was learnt: another one is chosen.
const beginAnew = `
  update announcement a set began_at = null
  where id = any($1::bigint[]) and state <> 'draft' and not exists (
    select from announcement_recipient r where r.announcement_id = a.id and r.wave = 0)`

interface Taken {
  channel: ChannelName
  count: number
  canaries: string[]
}

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
  const { rows } = await client.query<Taken>(settle, [dead, now])
  const canaries = rows.flatMap((row) => row.canaries)
  if (canaries.length > 0) await client.query(beginAnew, [canaries])
  return rows
}
