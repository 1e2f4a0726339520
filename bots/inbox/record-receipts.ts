import type { Sql } from '../../server/database/sql.ts'
import type { Receipt } from '../channels/channel.ts'

// By conversation: of all that is stored, only the few rows of the chats that told something are looked at. Ids that are
// none of an announcement's change nothing. An id may have what its channel needs to take the message back after a slash.
const record = `
  update announcement_recipient r
  set delivered_at = coalesce(r.delivered_at, $1),
      seen_at = case when told.seen then coalesce(r.seen_at, $1) else r.seen_at end
  from (
    select c.id as conversation_id, t.external_id, bool_or(t.kind = 'seen') as seen
    from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
      as t(channel, account, chat, external_id, kind)
    join conversation c on c.channel = t.channel and c.account = t.account and c.chat = t.chat
    group by c.id, t.external_id
  ) as told
  where r.conversation_id = told.conversation_id and r.external_id is not null
    and (r.delivered_at is null or told.seen and r.seen_at is null)
    and (told.external_id is null or exists (
      select from unnest(string_to_array(r.external_id, ',')) as sent
      where split_part(sent, '/', 1) = told.external_id))`

/**
 * Notes of recipients that a message reached them, or was seen; what was seen has reached them too. The first word
 * counts, and repeated ones change nothing.
 * @param now ISO instant
 */
export async function recordReceipts(sql: Sql, receipts: readonly Receipt[], now: string): Promise<void> {
  if (receipts.length === 0) return
  await sql.query({
    text: record,
    values: [
      now,
      receipts.map(({ channel }) => channel),
      receipts.map(({ account }) => account),
      receipts.map(({ chat }) => chat),
      receipts.map(({ externalId }) => externalId),
      receipts.map(({ kind }) => kind),
    ],
  })
}
