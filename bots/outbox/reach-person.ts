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

// The key share keeps the conversation from being erased before the message refers to it.
const reach = `
  select id::text, channel, account, chat, case when state->>'lang' = 'en' then 'en' else 'vi' end as lang
  from conversation where id = $1 and blocked_at is null
  for key share`

/**
 * Keeps a conversation in place until the transaction ends, and tells where it is.
 * @param whileErased what to do when it is being erased at this moment: a turn, which holds conversations of its own,
 * must not wait for one that may be waiting for those
 * @returns undefined for somebody who blocked the assistant or was erased: they get nothing
 */
export async function reachPerson(
  sql: Sql,
  conversation: string,
  whileErased: 'wait' | 'pass',
): Promise<Reached | undefined> {
  const text = whileErased === 'pass' ? `${reach} skip locked` : reach
  const { rows } = await sql.query<Reached>({ text, values: [conversation] })
  return rows[0]
}
