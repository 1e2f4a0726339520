import type { Sql } from '../../server/database/sql.ts'
import { markBlocked } from './mark-blocked.ts'
import { nextPlaces, type Place } from './next-places.ts'

/**
 * A change to a recipient in hand. Its status may come out otherwise: see `recordOutcomes`. One that failed since they
 * `left` is skipped.
 */
export interface OutcomeChange {
  id: string
  owner: string
  /** `sending` begins it, or goes on with its next part, and keeps it in hand; anything else lets it go. */
  status: 'sending' | 'sent' | 'planned' | 'failed'
  attempts: number
  unknown_outcomes: number
  parts_sent: number
  /** Of what is planned again or failed. */
  reason?: string
  /** Not before so many milliseconds from now, of real time; or not before tomorrow. */
  delay_ms?: number
  tomorrow?: boolean
  /** It may have arrived: it is tried after all others. */
  last?: boolean
  /** The others do not wait for it any more, should it be of the canary. */
  lets_go?: boolean
  /** The channel's id of the part that was sent. */
  external_id?: string
  /** It goes to another place of the person's, if there is one: see `nextPlaces`. */
  move?: boolean
  /** The person has blocked the assistant here. */
  blocked?: boolean
}

/** As what a recipient stands on record. */
export type Recorded = 'sending' | 'sent' | 'planned' | 'failed' | 'skipped'

// Whoever stops an announcement skips what is planned at that moment; what is planned again must not slip through.
const standing = (lock: '' | 'for share') => `
  select id, state, pause from announcement where id in (
    select r.announcement_id from change v join announcement_recipient r on r.id = v.id)
  order by announcement.id ${lock}`

// Where it went on to they have left as well: it failed all the same, for the reason it went on for.
const wasRefused = `(r.tried is not null
  and coalesce(r.reason in ('recipient_blocked', 'window_closed', 'quota', 'permanent'), false))`

const record = (lock: '' | 'for share') => `
  with change as materialized (
    select * from json_to_recordset($1::json) as v(
      id bigint, owner bigint, status text, attempts int, unknown_outcomes int, parts_sent int, reason text,
      delay_ms double precision, tomorrow boolean, last boolean, lets_go boolean, external_id text,
      next bigint, channel text, account text)
  ), standing as materialized (${standing(lock)}),
  judged as materialized (
    select v.id, v.owner, v.status, v.attempts, v.unknown_outcomes, v.parts_sent, v.reason, v.delay_ms, v.tomorrow,
      v.last, v.lets_go, v.external_id, r.conversation_id, r.wave, s.state,
      p.next, p.channel, p.account,
      case
        when v.status = 'sent' then 'sent'
        when v.status = 'sending'
          and (s.state = 'sending' or (s.state = 'paused' and s.pause = 'canary' and r.wave = 0)) then 'sending'
        when v.status = 'failed' and p.next is null
          then case when v.reason = 'left' and not ${wasRefused} then 'skipped' else 'failed' end
        when s.state not in ('stopped', 'expired') then 'planned'
        when v.unknown_outcomes > 0 then 'failed'
        else 'skipped'
      end as becomes
    from change v join announcement_recipient r on r.id = v.id
    join standing s on s.id = r.announcement_id
    left join change p on p.id = v.id and p.next is not null and s.state not in ('stopped', 'expired')
  ), settled as (
    update announcement_recipient r set
      status = j.becomes,
      owner = case when j.becomes = 'sending' then r.owner end,
      reason = case j.becomes
        when 'failed' then case when j.status <> 'failed' then 'unknown_outcome'
          when j.reason = 'left' then r.reason else j.reason end
        when 'skipped' then case when j.status = 'failed' then j.reason
          when j.state = 'expired' then 'expired' else 'stopped' end
        when 'planned' then case when j.reason = 'left' then r.reason else j.reason end end,
      wave = case when j.next is not null then r.wave
        -- Within the canary it stays there, and counts against it.
        when j.last and r.wave > 0 then 2 when j.lets_go then greatest(r.wave, 1) else r.wave end,
      attempts = case when j.next is null then j.attempts else 0 end,
      unknown_outcomes = j.unknown_outcomes,
      external_id = case when j.parts_sent > r.parts_sent
        then concat_ws(',', r.external_id, j.external_id) else r.external_id end,
      parts_sent = j.parts_sent,
      not_before = case when j.becomes <> 'planned' or j.next is not null then null
        when j.tomorrow then $3::timestamptz else clock_timestamp() + j.delay_ms * interval '1 millisecond' end,
      conversation_id = coalesce(j.next, r.conversation_id),
      channel = coalesce(j.channel, r.channel),
      account = coalesce(j.account, r.account),
      tried = case when j.next is null then r.tried else coalesce(r.tried, '{}') || j.conversation_id end,
      settled_at = case when j.becomes in ('sent', 'failed', 'skipped') then $2::timestamptz end
    from judged j where r.id = j.id and r.owner = j.owner and r.status in ('planned', 'sending')
    returning r.id, r.status
  )
  select id::text, status from settled`

const recordKept = record('')
const recordGivenBack = record('for share')

/**
 * Writes changes of many recipients at once. Doing it again after an unclear end changes nothing twice, since a
 * recipient that was let go has no owner any more. One whose announcement goes out no more is not begun, and one of an
 * announcement that was ended is not planned again.
 * @param at.now, at.tomorrow ISO instants by the injected clock
 * @returns how those stand that were still in this process's hand
 */
export async function recordOutcomes(
  sql: Sql,
  changes: readonly OutcomeChange[],
  at: { now: string; tomorrow: string },
): Promise<Map<string, Recorded>> {
  await markBlocked(
    sql,
    changes.filter(({ blocked }) => blocked).map(({ id, owner }) => ({ id, owner })),
    at.now,
  )
  const places = await nextPlaces(
    sql,
    changes.filter(({ move }) => move).map(({ id }) => id),
  )
  const placed = changes.map(({ move, blocked, ...change }) => ({
    ...change,
    ...placeOf(places.get(change.id)),
  }))
  const givesBack = changes.some(({ status, move }) => status === 'planned' || status === 'sending' || move)
  const { rows } = await sql.query<{ id: string; status: Recorded }>({
    ...(givesBack
      ? { name: 'record given back', text: recordGivenBack }
      : { name: 'record outcomes', text: recordKept }),
    values: [JSON.stringify(placed), at.now, at.tomorrow],
  })
  return new Map(rows.map(({ id, status }) => [id, status]))
}

function placeOf(place: Place | undefined) {
  return place && { next: place.conversation, channel: place.channel, account: place.account }
}
