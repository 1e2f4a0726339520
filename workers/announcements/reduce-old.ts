import type { Pool } from 'pg'
import { countAnnouncement } from '../../office/announcements/count-announcement.ts'

const rowsAtOnce = 1000

const findOld = `
  select id::text from announcement
  where counts is null and ended_at < $1::timestamptz - $2::int * interval '1 day'
  order by announcement.id`

const keepCounts = 'update announcement set counts = $2::jsonb where id = $1 and counts is null'

// Those, too, at which a crash left something.
const findCounted = `
  select id::text from announcement a where counts is not null and (
    exists (select from announcement_recipient where announcement_id = a.id and status <> 'planned')
    or exists (select from poll_answer where announcement_id = a.id)
    or exists (select from announcement_file f join announcement_upload u on u.file_id = f.id
      where f.announcement_id = a.id))`

// Nothing of an announcement that has ended is planned any more; with this condition there is an index.
const deleteRecipients = `
  delete from announcement_recipient where id in (
    select id from announcement_recipient where announcement_id = $1 and status <> 'planned' limit ${rowsAtOnce})`

const deleteAnswers = `
  delete from poll_answer where (announcement_id, conversation_id) in (
    select announcement_id, conversation_id from poll_answer where announcement_id = $1 limit ${rowsAtOnce})`

const deleteUploads = `
  delete from announcement_upload where (file_id, channel, account) in (
    select u.file_id, u.channel, u.account from announcement_upload u
    join announcement_file f on f.id = u.file_id where f.announcement_id = $1 limit ${rowsAtOnce})`

// Of people who were erased, or forgotten, nothing stays but that somebody got it.
const forgetSends = `
  update announcement_recipient set external_id = null, tried = null
  where conversation_id is null and (external_id is not null or tried is not null)`

/**
 * Of announcements that ended longer ago than is kept who got them, leaves their counts alone; who answered their polls
 * what goes as well. In small transactions; it may run in several processes, and again after a crash at any point.
 * @param now ISO instant by the injected clock
 * @returns how many announcements were reduced
 */
export async function reduceOld(
  pool: Pool,
  { now, retentionDays }: { now: string; retentionDays: number },
): Promise<number> {
  await pool.query(forgetSends)
  const old = await pool.query<{ id: string }>(findOld, [now, retentionDays])
  for (const { id } of old.rows)
    await pool.query(keepCounts, [id, JSON.stringify(await countAnnouncement(pool, id))])
  const counted = await pool.query<{ id: string }>(findCounted)
  for (const { id } of counted.rows)
    for (const statement of [deleteRecipients, deleteAnswers, deleteUploads])
      await repeat(() => pool.query(statement, [id]))
  return old.rows.length
}

async function repeat(remove: () => Promise<{ rowCount: number | null }>): Promise<void> {
  for (let count = rowsAtOnce; count === rowsAtOnce; ) count = (await remove()).rowCount ?? 0
}
