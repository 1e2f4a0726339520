import type { Sql } from '../../server/database/sql.ts'
import type { ChannelAccount } from './pace.ts'

/** What somebody got. */
export interface Sent {
  row: string
  chat: string
  /** The channel's ids of its messages. */
  externalIds: string[]
}

// For so long nobody else tries; should this process die, others do then.
const take = `
  with taken as (
    update announcement_recipient set not_before = clock_timestamp() + interval '90 seconds'
    where id in (
      select id from announcement_recipient
      where announcement_id = $1 and status <> 'planned' and status = 'sent' and channel = $2 and account = $3
        and recalled_at is null and reason is null and external_id is not null
        and (not_before is null or not_before <= clock_timestamp())
      order by id limit 20
      for update skip locked)
    returning id, conversation_id, external_id
  )
  select t.id::text as row, c.chat, string_to_array(t.external_id, ',') as "externalIds"
  from taken t join conversation c on c.id = t.conversation_id order by t.id`

/** Takes recipients in hand from whom an announcement is to be taken back. */
export async function takeSent(sql: Sql, announcement: string, of: ChannelAccount): Promise<Sent[]> {
  const { rows } = await sql.query<Sent>({ text: take, values: [announcement, of.channel, of.account] })
  return rows
}
