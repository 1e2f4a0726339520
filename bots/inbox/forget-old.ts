import type { Pool } from 'pg'
import type { Clock } from '../../server/clock.ts'
import { inTransaction } from '../../server/database/in-transaction.ts'

/** How many rows went or were emptied. */
export interface Forgotten {
  texts: number
  conversations: number
}

const rowsAtOnce = 1000

const emptyEvents = `
  update inbox set event = null where (conversation_id, id) in (
    select conversation_id, id from inbox
    where event is not null and received_at < $1::timestamptz - interval '30 days' and status <> 'new'
    order by received_at limit ${rowsAtOnce})`

const emptyMessages = `
  update outbox set reply = null, status = case when status = 'held' then 'failed' else status end
  where (conversation_id, id) in (
    select conversation_id, id from outbox
    where reply is not null and created_at < $1::timestamptz - interval '30 days'
      and status in ('sent', 'failed', 'held')
    order by created_at limit ${rowsAtOnce})`

const deleteReminders = `
  delete from reminder where id in (
    select id from reminder
    where status <> 'planned' and settled_at < $1::timestamptz - interval '30 days' limit ${rowsAtOnce})`

// By real time, as they were made.
const deleteCodes = `delete from resume_code where expires_at < clock_timestamp() - interval '1 day'`
const deleteChatCodes = `delete from chat_code where expires_at < clock_timestamp() - interval '1 day'`
const deleteOffers = `delete from join_offer where asked_at < clock_timestamp() - interval '1 day'`
const deleteTries = `delete from code_try where at < clock_timestamp() - interval '1 day'`

// Idle for a year; or what an erasure has left for the last words, a day later.
const findConversations = `
  select id::text from conversation c
  where id > $2 and (
    active_at < $1::timestamptz - interval '12 months'
    or (state is null and created_at < $1::timestamptz - interval '1 day'
      and not exists (select from inbox where conversation_id = c.id and event is not null)))
  order by c.id limit ${rowsAtOnce} for update skip locked`

// A statement of its own: what came in until the lock was taken has to be seen.
const deleteConversations = `
  delete from conversation c where id = any($1::bigint[])
    and not exists (select from inbox where conversation_id = c.id and status = 'new')
    and not exists (select from outbox where conversation_id = c.id and status in ('pending', 'sending'))
    and not exists (select from reminder where conversation_id = c.id and status = 'planned')`

/**
 * Does what the rules on keeping data ask for: texts of handled messages are emptied after 30 days, conversations
 * go after 12 months without a word. In small transactions, so that no turn waits for long; may run at any time
 * and in several processes.
 */
export async function forgetOld(pool: Pool, clock: Clock): Promise<Forgotten> {
  const now = clock.now().toString()
  let texts = 0
  for (const statement of [emptyEvents, emptyMessages, deleteReminders]) {
    let count = rowsAtOnce
    while (count === rowsAtOnce) {
      count = (await pool.query(statement, [now])).rowCount ?? 0
      texts += count
    }
  }
  for (const statement of [deleteCodes, deleteChatCodes, deleteOffers, deleteTries])
    await pool.query(statement)
  return { texts, conversations: await forgetConversations(pool, now) }
}

async function forgetConversations(pool: Pool, now: string): Promise<number> {
  let total = 0
  for (let after: string | undefined = '0'; after !== undefined; ) {
    const from: string = after
    const [count, last] = await inTransaction(pool, async (client) => {
      const found = await client.query<{ id: string }>(findConversations, [now, from])
      const ids = found.rows.map((row) => row.id)
      const gone = ids.length > 0 ? await client.query(deleteConversations, [ids]) : undefined
      return [gone?.rowCount ?? 0, ids.at(-1)] as const
    })
    total += count
    after = last
  }
  return total
}
