import type { Sql } from '../../server/database/sql.ts'
import type { ChannelName } from '../channels/channel.ts'
import type { Lang } from '../dialogue/event.ts'

/** Somebody who can be written to unasked. */
export interface Reached {
  id: string
  channel: ChannelName
  account: string
  chat: string
  lang: Lang
}

// The key share keeps the conversation from being erased before the message refers to it. Where it is being erased
// at this moment there is nothing to wait for.
const reach = `
  select id::text, channel, account, chat, case when state->>'lang' = 'en' then 'en' else 'vi' end as lang
  from conversation where id = $1 and blocked_at is null
  for key share skip locked`

/** @returns undefined for somebody who blocked the assistant or was erased: they get nothing */
export async function reachPerson(sql: Sql, conversation: string): Promise<Reached | undefined> {
  const { rows } = await sql.query<Reached>({ text: reach, values: [conversation] })
  return rows[0]
}
