import type { Pool } from 'pg'
import type { Temporal } from 'temporal-polyfill'
import { withinSendingWindow } from '../../../knowledge/calendar/sending-window.ts'
import { inTransaction } from '../../../server/database/in-transaction.ts'
import { lockNumbers } from '../../../server/database/lock-numbers.ts'
import type { Sql } from '../../../server/database/sql.ts'
import { isInDigest } from './is-in-digest.ts'
import { settleDigests } from './settle-digests.ts'

/** Conversations in one transaction. */
const usualSize = 500

// Two at once might each see a part of what one person is to be told.
const beAlone = `select pg_try_advisory_xact_lock($1, hashtext('digests')) as alone`

const forgetErased = `
  update announcement_recipient set status = 'skipped', reason = 'erased', settled_at = $1::timestamptz,
    digest = null, owner = null
  where status = 'held' and conversation_id is null`

const due = `r.status = 'held' and r.digest is null
  and (r.not_before is null or r.not_before <= $1::timestamptz) and ${isInDigest('$1::timestamptz')}`

const find = `
  select distinct r.conversation_id::text as id, r.conversation_id as place
  from announcement_recipient r join announcement a on a.id = r.announcement_id
  where ${due} and r.conversation_id > $2::bigint order by place limit $3::int`

const take = `
  select r.id::text, r.announcement_id::text as announcement, coalesce(m.person, r.conversation_id::text) as person
  from announcement_recipient r join announcement a on a.id = r.announcement_id
  left join person_member m on m.conversation_id = r.conversation_id
  where ${due} and r.conversation_id in (
    select unnest($2::bigint[]) union
    select o.conversation_id from person_member own join person_member o on o.person = own.person
    where own.conversation_id = any($2::bigint[]))
  order by r.id for update of r skip locked`

const put = `
  update announcement_recipient r set
    status = case when v.digest is null then 'skipped' when v.digest = r.id then 'planned' else 'held' end,
    reason = case when v.digest is null then 'merged' end,
    settled_at = case when v.digest is null then $2::timestamptz end,
    digest = v.digest, wave = greatest(r.wave, 1),
    not_before = case when v.digest = r.id then null else r.not_before end
  from json_to_recordset($1::json) v(id bigint, digest bigint) where r.id = v.id`

interface Held {
  id: string
  announcement: string
  person: string
}

/**
 * Makes one message for each person of all that was held for them and is due: one row is planned again and carries the
 * others (`digest`), which come to an end with it (`settle-digests.ts`). The only one of a person is planned again by
 * itself. It may be called at any time, by several processes at once and after a crash at any point; nothing happens
 * in quiet hours.
 * @returns how many messages there will be
 */
export async function writeDigests(
  pool: Pool,
  { now, pageSize = usualSize }: { now: Temporal.Instant; pageSize?: number },
): Promise<number> {
  if (!withinSendingWindow(now).equals(now)) return 0
  const at = now.toString()
  await settleDigests(pool)
  await pool.query(forgetErased, [at])
  let written = 0
  for (let after: string | undefined = '0'; after !== undefined; ) {
    const from: string = after
    const page = await inTransaction(pool, (sql: Sql) => writePage(sql, { at, from, pageSize }))
    written += page.written
    after = page.last
  }
  if (written > 0) await pool.query(`select pg_notify('announcements', '')`)
  return written
}

/** @returns the last conversation looked at; undefined when there are no more, or another process is at it */
async function writePage(
  sql: Sql,
  { at, from, pageSize }: { at: string; from: string; pageSize: number },
): Promise<{ written: number; last?: string }> {
  const lock = await sql.query<{ alone: boolean }>({ text: beAlone, values: [lockNumbers.sole] })
  if (!lock.rows[0]?.alone) return { written: 0 }
  const { rows: places } = await sql.query<{ id: string }>({ text: find, values: [at, from, pageSize] })
  const last = places.at(-1)?.id
  if (last === undefined) return { written: 0 }
  const { rows } = await sql.query<Held>({ text: take, values: [at, places.map(({ id }) => id)] })
  const people = [...Map.groupBy(rows, ({ person }) => person).values()]
  await sql.query({ text: put, values: [JSON.stringify(people.flatMap(bundle)), at] })
  return { written: people.length, last }
}

/** What one person is told: by the oldest of the rows; an announcement that was held in two of their places once. */
function bundle(held: readonly Held[]): { id: string; digest: string | null }[] {
  const told = new Set<string>()
  return held.map(({ id, announcement }) => {
    if (told.has(announcement)) return { id, digest: null }
    told.add(announcement)
    return { id, digest: held[0]?.id ?? id }
  })
}
