import type { Pool } from 'pg'
import { overStatuses } from '../../knowledge/dossiers/over-statuses.ts'
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

const deletePushes = `
  delete from dossier_push where id in (
    select id from dossier_push
    where status not in ('planned', 'handed') and settled_at < $1::timestamptz - interval '30 days'
    limit ${rowsAtOnce})`

const deleteReadings = `
  delete from photo_reading where id in (
    select id from photo_reading where asked_at < $1::timestamptz - interval '30 days' limit ${rowsAtOnce})`

// A day's wait looks at the tries of the day before it too.
const deleteDossierTries = `
  delete from code_try where id in (
    select id from code_try
    where kind = 'dossier' and at at time zone 'UTC' < ($1::timestamptz - interval '2 days') at time zone 'UTC'
    limit ${rowsAtOnce})`

// Made after the end was told, or where nobody could be told: such a follow has nothing more to come.
const endFollows = `
  update dossier_follow set ended_at = $1::timestamptz, notice_at = null where id in (
    select f.id from dossier_follow f join dossier d on d.id = f.dossier_id
    where f.ended_at is null and d.status = any($2::smallint[])
      and greatest(d.status_at, f.followed_at) < $1::timestamptz - interval '30 days'
    limit ${rowsAtOnce} for update of f skip locked)`

// One that was given up while its phone number is still shown here is kept till the dossier is over: without it, the
// next change would begin it anew.
const deleteFollows = `
  delete from dossier_follow where id in (
    select f.id from dossier_follow f join dossier d on d.id = f.dossier_id
    where f.ended_at < $1::timestamptz - interval '30 days'
      and (d.status = any($2::smallint[]) or not exists (
        select from proven_phone p where p.conversation_id = f.conversation_id and p.phone_hash = d.phone_hash))
    limit ${rowsAtOnce} for update of f skip locked)`

// By real time, as they were made.
const deleteCodes = `delete from resume_code where expires_at < clock_timestamp() - interval '1 day'`
const deleteChatCodes = `delete from chat_code where expires_at < clock_timestamp() - interval '1 day'`
const deleteOffers = `delete from join_offer where asked_at < clock_timestamp() - interval '1 day'`
const deleteTries = `
  delete from code_try where kind <> 'dossier' and at < clock_timestamp() - interval '1 day'`
const deleteSlips = `delete from dossier_slip where expires_at < clock_timestamp() - interval '1 day'`

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
 * Does what the rules on keeping data ask for: texts of handled messages are emptied after 30 days, what is over of
 * followed dossiers goes after as long, conversations go after 12 months without a word. In small transactions, so that no turn waits for long; may run at any time
 * and in several processes.
 */
export async function forgetOld(pool: Pool, clock: Clock): Promise<Forgotten> {
  const now = clock.now().toString()
  let texts = 0
  for (const statement of [emptyEvents, emptyMessages, deleteReminders])
    texts += await repeat(pool, statement, [now])
  for (const statement of [deletePushes, deleteReadings, deleteDossierTries])
    await repeat(pool, statement, [now])
  for (const statement of [endFollows, deleteFollows]) await repeat(pool, statement, [now, overStatuses])
  for (const statement of [deleteCodes, deleteChatCodes, deleteOffers, deleteTries, deleteSlips])
    await pool.query(statement)
  return { texts, conversations: await forgetConversations(pool, now) }
}

/** Runs a statement that takes some rows at once until it takes no more of them. */
async function repeat(pool: Pool, statement: string, values: unknown[]): Promise<number> {
  let total = 0
  for (let count = rowsAtOnce; count === rowsAtOnce; total += count)
    count = (await pool.query(statement, values)).rowCount ?? 0
  return total
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
