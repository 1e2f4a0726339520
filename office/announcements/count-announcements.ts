import type { AnnouncementCounts } from '../../knowledge/announcements/announcement.ts'
import type { Sql } from '../../server/database/sql.ts'
import { noCounts } from './no-counts.ts'

interface Group {
  id: string
  status: 'planned' | 'sending' | 'sent' | 'failed' | 'skipped' | 'held'
  reason: string | null
  number: number
  delivered: number
  seen: number
  unknown: number
}

// In two halves, each of which has an index. Whoever saw it has it.
const countRows = `
  select announcement_id::text as id, status, reason, count(*)::int as number,
    count(coalesce(delivered_at, seen_at))::int as delivered, count(seen_at)::int as seen,
    sum(unknown_outcomes)::int as unknown
  from announcement_recipient where announcement_id = any($1::bigint[]) and status <> 'planned'
  group by announcement_id, status, reason
  union all
  select announcement_id::text, 'planned', null, count(*)::int, 0, 0, sum(unknown_outcomes)::int
  from announcement_recipient where announcement_id = any($1::bigint[]) and status = 'planned'
  group by announcement_id`

// From those who have stopped since it was written: they are few beside those who got it.
const countUnsubscribed = `
  select r.announcement_id::text as id, count(*)::int as number
  from announcement a
  join follower f on f.stopped_at is not null and f.stopped_at >= a.created_at
  join announcement_recipient r on r.conversation_id = f.conversation_id and r.announcement_id = a.id
  where a.id = any($1::bigint[]) and r.status = 'sent' and f.stopped_at >= r.settled_at
  group by r.announcement_id`

const readKept = `
  select id::text, counts, coalesce(jsonb_array_length(poll->'options'), 0) as options
  from announcement where id = any($1::bigint[]) and (poll is not null or counts is not null)`

const countAnswers = `
  select announcement_id::text as id, choice, count(*)::int as number
  from poll_answer where announcement_id = any($1::bigint[]) group by announcement_id, choice`

/** How far announcements have come, by their ids; of those whose recipients are reduced to counts, these. */
export async function countAnnouncements(
  sql: Sql,
  ids: readonly string[],
): Promise<Map<string, AnnouncementCounts>> {
  const ask = async <Row extends object>(text: string) => (await sql.query<Row>({ text, values: [ids] })).rows
  const groups = await ask<Group>(countRows)
  const unsubscribed = await ask<{ id: string; number: number }>(countUnsubscribed)
  const special = await ask<{ id: string; counts: AnnouncementCounts | null; options: number }>(readKept)
  const answers = await ask<{ id: string; choice: number; number: number }>(countAnswers)
  const counted = new Map<string, AnnouncementCounts>(ids.map((id) => [id, { ...noCounts, reasons: {} }]))
  for (const group of groups) {
    const counts = counted.get(group.id)
    if (counts) counted.set(group.id, add(counts, group))
  }
  for (const { id, number } of unsubscribed) {
    const counts = counted.get(id)
    if (counts) counts.unsubscribed = number
  }
  for (const { id, counts: kept, options } of special) {
    const counts = kept ?? counted.get(id)
    if (!counts) continue
    const poll = Array.from(
      { length: options },
      (_, choice) => answers.find((one) => one.id === id && one.choice === choice)?.number ?? 0,
    )
    counted.set(id, { ...counts, ...(options > 0 && !kept?.poll ? { poll } : {}) })
  }
  return counted
}

function add(counts: AnnouncementCounts, group: Group): AnnouncementCounts {
  const { status, reason, number, delivered, seen, unknown } = group
  const settled = status === 'sent' || status === 'failed' || status === 'skipped' ? status : undefined
  const why = status === 'failed' || status === 'skipped' ? reason : null
  return {
    ...counts,
    total: counts.total + number,
    ...(settled ? { [settled]: counts[settled] + number } : { pending: counts.pending + number }),
    held: counts.held + (status === 'held' ? number : 0),
    delivered: counts.delivered + delivered,
    seen: counts.seen + seen,
    unknown: counts.unknown + unknown,
    reasons:
      why === null ? counts.reasons : { ...counts.reasons, [why]: (counts.reasons[why] ?? 0) + number },
  }
}
