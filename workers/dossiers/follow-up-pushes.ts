import type { Pool } from 'pg'
import type { Clock } from '../../server/clock.ts'
import { inTransaction } from '../../server/database/in-transaction.ts'
import type { Sql } from '../../server/database/sql.ts'

/** Messages looked at in one go. */
const batch = 100

const theirMessage = 'o.conversation_id = p.tried[cardinality(p.tried)] and o.id = p.outbox_id'

const otherPlace = `exists (
    select from person_member own join person_member other on other.person = own.person
    where own.conversation_id = p.tried[cardinality(p.tried)] and other.conversation_id <> all(p.tried))`

// What may have arrived is not told again elsewhere. Where there is nowhere else, what is held goes out should the
// person write soon, and that is all that can be done.
const settle = `
  update dossier_push p set
    status = case o.status when 'sent' then 'sent' else 'failed' end,
    settled_at = coalesce(o.settled_at, $1::timestamptz)
  from outbox o
  where p.status = 'handed' and ${theirMessage} and (
    o.status = 'sent' or (o.status = 'failed' and o.unknown_outcomes > 0)
    or (o.status in ('failed', 'held') and not ${otherPlace}))`

// Erased with its conversation, and whether it had arrived nobody knows any more.
const settleGone = `
  update dossier_push p set status = 'failed', settled_at = $1::timestamptz
  where p.status = 'handed' and not exists (select from outbox o where ${theirMessage})`

const isVain = `(
    (o.status = 'failed' and o.unknown_outcomes = 0)
    or (o.status in ('held', 'pending') and o.owner is null and o.unknown_outcomes = 0
      and p.handed_at <= $1::timestamptz - interval '1 hour'))`

const findVain = `
  select distinct p.outbox_id::text as message, o.conversation_id::text as place
  from dossier_push p join outbox o on ${theirMessage}
  where p.status = 'handed' and ${isVain} and ${otherPlace}
  limit ${batch}`

// As a turn and whoever sends lock it: from here on nobody lets out what is held, nor takes it in hand.
const lockPlaces = `
  select id::text from conversation where id = any($1::bigint[])
  order by conversation.id for no key update skip locked`

// With it the other parts of a long message, which were written in the same breath.
const withdraw = `
  update outbox o set status = 'failed', failure = 'told_elsewhere', settled_at = $1::timestamptz
  from outbox last
  where last.conversation_id = any($2::bigint[]) and last.id = any($3::bigint[])
    and o.conversation_id = last.conversation_id and o.created_at = last.created_at and o.inbox_id is null
    and o.status in ('held', 'pending') and o.owner is null and o.unknown_outcomes = 0`

const takeBack = `
  select p.id::text, p.follow_id::text,
    exists (select from dossier_push n where n.follow_id = p.follow_id and n.status = 'planned') as superseded
  from dossier_push p join outbox o on ${theirMessage}
  where p.status = 'handed' and p.outbox_id = any($1::bigint[]) and o.conversation_id = any($2::bigint[])
    and o.status = 'failed' and o.unknown_outcomes = 0
  order by p.id for update of p`

const planAnew = `
  update dossier_push set status = 'planned', due_at = $2::timestamptz, outbox_id = null, handed_at = null
  where id = any($1::bigint[])`

// Something has changed since, and tells the same and more.
const merge = `
  update dossier_push set status = 'merged', settled_at = $2::timestamptz where id = any($1::bigint[])`

/**
 * Looks at what became of messages that were handed over. What certainly did not arrive, or has been held for an hour,
 * is withdrawn and planned anew, for where the person has not been tried yet.
 * @returns how many are to be told elsewhere
 */
export async function followUpPushes({ pool, clock }: { pool: Pool; clock: Clock }): Promise<number> {
  const now = clock.now().toString()
  await pool.query(settle, [now])
  await pool.query(settleGone, [now])
  return inTransaction(pool, (sql) => tellElsewhere(sql, now))
}

async function tellElsewhere(sql: Sql, now: string): Promise<number> {
  const vain = await sql.query<{ message: string; place: string }>({ text: findVain, values: [now] })
  if (vain.rows.length === 0) return 0
  const locked = await sql.query<{ id: string }>({
    text: lockPlaces,
    values: [[...new Set(vain.rows.map(({ place }) => place))]],
  })
  const places = locked.rows.map(({ id }) => id)
  const messages = vain.rows.filter(({ place }) => places.includes(place)).map(({ message }) => message)
  await sql.query({ text: withdraw, values: [now, places, messages] })
  const { rows } = await sql.query<{ id: string; superseded: boolean }>({
    text: takeBack,
    values: [messages, places],
  })
  const idsOf = (superseded: boolean) =>
    rows.filter((row) => row.superseded === superseded).map(({ id }) => id)
  await sql.query({ text: planAnew, values: [idsOf(false), now] })
  await sql.query({ text: merge, values: [idsOf(true), now] })
  return rows.length
}
