import type { ChannelName } from '../../bots/channels/channel.ts'
import type { Sql } from '../../server/database/sql.ts'
import type { Pace } from './pace.ts'

// What a channel has not taken for an hour is no measure of its pace any more.
const count = `
  select pace.channel, greatest(
    (select count(distinct p.outbox_id) from dossier_push p
      join outbox o on o.conversation_id = p.tried[cardinality(p.tried)] and o.id = p.outbox_id
      where p.status = 'handed' and p.channel = pace.channel and o.status in ('pending', 'sending')
        and p.handed_at > $1::timestamptz - interval '1 hour'),
    (select count(distinct p.outbox_id) from dossier_push p
      where p.channel = pace.channel and p.handed_at <= $1::timestamptz
        and p.handed_at > $1::timestamptz - pace.within * interval '1 millisecond')
  )::int as used
  from json_to_recordset($2::json) pace(channel text, within double precision)`

/**
 * How many messages may be handed to each channel now.
 * @param now ISO instant
 */
export async function findRoom(
  sql: Sql,
  pace: Readonly<Record<ChannelName, Pace>>,
  now: string,
): Promise<Map<ChannelName, number>> {
  const channels = Object.entries(pace).map(([channel, { withinMs }]) => ({ channel, within: withinMs }))
  const { rows } = await sql.query<{ channel: ChannelName; used: number }>({
    text: count,
    values: [now, JSON.stringify(channels)],
  })
  return new Map(rows.map(({ channel, used }) => [channel, pace[channel].most - used]))
}
