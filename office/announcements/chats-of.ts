import { pullChannels } from '../../bots/channels/channel.ts'
import type { Sql } from '../../server/database/sql.ts'

// Of each, the chat used last, one that rings before a page that nobody reads while it is closed; of who has none, the
// deputy's.
const findChats = `
  with asked as (select distinct id, deputy from official where id = any($1::bigint[]) and left_at is null),
  told as (
    select a.id, d.id as whose from asked a cross join lateral (
      select a.id union all
      select a.deputy where not exists (
        select from official_chat l join conversation c on c.id = l.conversation_id
        where l.official_id = a.id and c.blocked_at is null)
    ) d(id) where d.id is not null and d.id <> all($3::bigint[])
  )
  select distinct on (t.whose) c.id::text
  from told t join official o on o.id = t.whose and o.left_at is null
  join official_chat l on l.official_id = t.whose
  join conversation c on c.id = l.conversation_id and c.blocked_at is null
  order by t.whose, c.channel = any($2::text[]), c.active_at desc, c.id`

/**
 * Where officials are written to unasked: conversations, by their ids in order.
 * @param officials ids
 * @param but ids of those who are not written to, for themselves or for others
 */
export async function chatsOf(
  sql: Sql,
  officials: readonly string[],
  but: readonly string[] = [],
): Promise<string[]> {
  if (officials.length === 0) return []
  const { rows } = await sql.query<{ id: string }>({
    text: findChats,
    values: [officials, pullChannels, but],
  })
  return rows.map(({ id }) => id).toSorted((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1))
}
