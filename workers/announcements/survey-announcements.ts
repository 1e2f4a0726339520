import type { Audience } from '../../knowledge/announcements/announcement.ts'
import type { Sql } from '../../server/database/sql.ts'
import { failed, tried } from './canary-conditions.ts'
import type { CanaryOutcome } from './judge-canary.ts'

/** How an announcement that is approved and not over stands, and what is left of it. Instants are ISO. */
export interface Surveyed {
  id: string
  version: number
  state: 'scheduled' | 'waiting' | 'sending' | 'paused'
  pause: 'asked' | 'canary' | 'unit_gone' | null
  unit: string
  urgent: boolean
  corrects: string | null
  topic: string
  audience: Audience
  approvedAt: string
  at: string | null
  expiresAt: string | null
  beganAt: string | null
  lookAgainAt: string | null
  planned: boolean
  /** Whether more failures of the canary than may be halt it. */
  canary: boolean
  /** The canary as long as it is not judged: its size, those without an outcome, those who were tried and who failed. */
  first: { size: number; open: number } & CanaryOutcome
  /** Somebody else is left, besides those of unknown outcome and those who wait for a quota. */
  others: boolean
  /** Anybody is planned. */
  left: boolean
  inHand: boolean
  held: boolean
}

type Row = Omit<Surveyed, 'first'> & Surveyed['first']

// Each of them by an index of its own, or by the first row found.
const survey = `
  with hand as materialized (
    select announcement_id as id, bool_or(wave < 2) as others from announcement_recipient
    where status = 'sending' group by announcement_id
  )
  select a.id::text, a.version, a.state, a.pause, a.unit, a.urgent is not null as urgent, a.corrects::text, a.topic,
    a.audience, a.approved_at as "approvedAt", a.at, a.expires_at as "expiresAt", a.began_at as "beganAt",
    a.look_again_at as "lookAgainAt", a.planned_at is not null as planned,
    a.canary and a.canary_tries = 0 or a.state = 'paused' as canary,
    coalesce(first.size, 0) as size, coalesce(first.open, 0) as open,
    coalesce(first.tried, 0) as tried, coalesce(first.failed, 0) as failed,
    coalesce(hand.others, false) or exists (select from announcement_recipient r
      where r.announcement_id = a.id and r.status = 'planned' and r.wave = 1
        and (r.reason is distinct from 'quota' or r.not_before is null)) as others,
    exists (select from announcement_recipient r where r.announcement_id = a.id and r.status = 'planned') as left,
    hand.id is not null as "inHand",
    exists (select from announcement_recipient r where r.announcement_id = a.id and r.status = 'held') as held
  from announcement a left join hand on hand.id = a.id
  left join lateral (
    select count(*)::int as size,
      count(*) filter (where r.status = 'sending'
        or (r.status = 'planned' and r.reason is distinct from 'unknown_outcome'))::int as open,
      count(*) filter (where ${tried})::int as tried, count(*) filter (where ${failed})::int as failed
    from announcement_recipient r where r.announcement_id = a.id and r.wave = 0
  ) first on a.began_at is not null
  where a.state in ('scheduled', 'waiting', 'sending', 'paused') and a.approved_at is not null
  order by a.id`

/** Looks at all announcements that are under way. */
export async function surveyAnnouncements(sql: Sql): Promise<Surveyed[]> {
  const { rows } = await sql.query<Row>({ text: survey })
  return rows.map(({ size, open, tried, failed, ...row }) => ({
    ...row,
    first: { size, open, tried, failed },
  }))
}
