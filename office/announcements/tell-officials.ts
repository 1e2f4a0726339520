import type { KeyObject } from 'node:crypto'
import { type ChannelName, pullChannels } from '../../bots/channels/channel.ts'
import type { Lang } from '../../bots/dialogue/event.ts'
import type { Reply } from '../../bots/dialogue/reply.ts'
import { reachPerson } from '../../bots/outbox/reach-person.ts'
import { sealReply } from '../../bots/outbox/seal-reply.ts'
import { writeUnasked } from '../../bots/outbox/write-unasked.ts'
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
    ) d(id) where d.id is not null
  )
  select distinct on (t.whose) c.id::text, c.channel
  from told t join official o on o.id = t.whose and o.left_at is null
  join official_chat l on l.official_id = t.whose
  join conversation c on c.id = l.conversation_id and c.blocked_at is null
  order by t.whose, c.channel = any($2::text[]), c.active_at desc, c.id`

/**
 * Writes to officials unasked, in the chat that each used last, or in their deputy's when they have linked none. A chat
 * that is being erased at this moment is passed over.
 * @param officials ids
 * @param options.now ISO instant
 * @returns how many were written to
 */
export async function tellOfficials(
  sql: Sql,
  officials: readonly string[],
  reply: (lang: Lang) => Reply,
  { tapKey, now }: { tapKey: KeyObject; now: string },
): Promise<number> {
  if (officials.length === 0) return 0
  const { rows } = await sql.query<{ id: string; channel: ChannelName }>({
    text: findChats,
    values: [officials, pullChannels],
  })
  let told = 0
  for (const chat of rows.toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1))) {
    const person = await reachPerson(sql, chat.id, 'pass')
    if (!person) continue
    await writeUnasked(sql, person, sealReply(reply(person.lang), tapKey, person.id), now)
    told += 1
  }
  return told
}
