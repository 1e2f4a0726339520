import type { Sql } from '../../server/database/sql.ts'
import { pullChannels } from '../channels/channel.ts'
import type { Reply } from '../dialogue/reply.ts'
import { noticeOf } from './channels.ts'
import type { Reached } from './reach-person.ts'

const write = `
  with written as (
    insert into outbox (conversation_id, reply, status, settled_at, created_at)
    values ($1, $2::json, $3, $4::timestamptz, $5::timestamptz)
    returning id
  )
  select id::text, (select count(pg_notify('outbox', notice)) from unnest($6::text[]) notice) from written`

/**
 * Puts a message that answers no event into the outbox. It goes out after what waits for the person already. Its
 * buttons, if any, have to be sealed already.
 * @param now ISO instant by the injected clock
 * @returns its id
 */
export async function writeUnasked(sql: Sql, person: Reached, reply: Reply, now: string): Promise<string> {
  const { id, channel, account, chat } = person
  const isRead = pullChannels.some((name) => name === channel)
  // Nobody sends what is read: pending, it would wait for ever.
  const [status, settled] = isRead ? ['sent', now] : ['pending', null]
  // One for those who send, one for those who read; who is not meant ignores it.
  const notices = ['', noticeOf(channel, account, chat)]
  const values = [id, JSON.stringify(reply), status, settled, now, notices]
  const { rows } = await sql.query<{ id: string }>({ text: write, values })
  const [written] = rows
  if (!written) throw new Error('A message was not written')
  return written.id
}
