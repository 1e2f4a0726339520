import type { Window } from '../../bots/channels/channel.ts'
import type { Sql } from '../../server/database/sql.ts'

// As the outbox counts (`bots/outbox/claim-due.ts`), and the announcements besides, those in hand included.
const read = `
  select c.id::text, last.external_id as event, extract(epoch from last.received_at)::float8 * 1000 as at,
    (select count(*)::int from (
      select settled_at from outbox o
      where o.conversation_id = c.id and (o.status = 'sent' or o.unknown_outcomes > 0)
      order by o.id desc limit 9
    ) latest where settled_at >= last.received_at)
    + (select coalesce(sum(greatest(r.parts_sent, 1)), 0)::int from announcement_recipient r
      where r.conversation_id = c.id and r.id <> all($2::bigint[])
        and (r.status = 'sending' or (r.status = 'sent' and r.settled_at >= last.received_at))) as sent
  from conversation c cross join lateral (
    select external_id, received_at from inbox where conversation_id = c.id order by id desc limit 1) last
  where c.id = any($1::bigint[])`

/**
 * What people last did, by conversation, for channels that go by it.
 * @param except rows of recipients that do not count yet
 */
export async function readWindows(
  sql: Sql,
  conversations: readonly string[],
  except: readonly string[],
): Promise<Map<string, Window>> {
  const { rows } = await sql.query<{ id: string } & Window>({ text: read, values: [conversations, except] })
  return new Map(rows.map(({ id, ...window }) => [id, window]))
}
