import type { Sql } from '../../server/database/sql.ts'

/** An event that failed three times. */
export interface SetAside {
  id: string
  channel: string
  /** The conversation's pseudonym, as in logs. */
  conversation: string
  /** ISO instant. */
  receivedAt: string
  attempts: number
  /** What was thrown and where; nothing the person wrote. */
  failure: string
}

/** What waits for an operator, oldest first; at most the first 1,000. */
export async function listSetAside(sql: Sql): Promise<SetAside[]> {
  const { rows } = await sql.query<SetAside>({
    text: `select i.id::text, i.channel, c.pseudonym as conversation, i.received_at as "receivedAt", i.attempts,
             coalesce(i.failure, '') as failure
           from inbox i join conversation c on c.id = i.conversation_id
           where i.status = 'set_aside' order by i.id limit 1000`,
  })
  return rows
}

/**
 * Has an event tried again, three times at most, after what the person has said since.
 * @returns whether it was set aside and its content is still kept
 */
export async function retrySetAside(sql: Sql, id: string): Promise<boolean> {
  const { rows } = await sql.query({
    text: `with retried as (
             update inbox set status = 'new', attempts = 0, failure = null
             where id = $1 and status = 'set_aside' and event is not null returning id
           )
           select pg_notify('inbox', '') from retried`,
    values: [id],
  })
  return rows.length > 0
}
