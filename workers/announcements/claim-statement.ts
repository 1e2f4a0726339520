import type { Lang } from '../../bots/dialogue/event.ts'
import type { Statement } from '../../server/database/sql.ts'
import type { ChannelAccount } from './pace.ts'
import { isCapped, type UnderWay } from './under-way.ts'
import { whoIsWanted } from './who-is-wanted.ts'

/** A recipient in hand. */
export interface Recipient {
  id: string
  conversationId: string
  chat: string
  lang: Lang
  attempts: number
  unknownOutcomes: number
  partsSent: number
  /** Its message may tell what was held of other announcements too: see `digests/digest-of.ts`. */
  carries: boolean
  /** Why they are not to be told here; in another place of theirs they may be. */
  unreached?: 'blocked' | 'left'
}

export interface Claim {
  announcement: UnderWay
  of: ChannelAccount
  wave: number
  /** Only rows with a higher id. */
  after: string
  limit: number
  owner: string
  /** On record as begun at once; else only as in hand. */
  begin: boolean
  /** ISO instants by the injected clock: now, and when the day began. */
  now: string
  dayStart: string
  /** How many announcements a person gets in a day. */
  perDay: number
  /** Until when, an ISO instant, what comes after those is held. */
  heldUntil: string
  /** Other announcements that count are on their way at the same time. */
  others: boolean
}

/** A row that was looked at, and what became of it. */
export interface LookedAt extends Omit<Recipient, 'unreached'> {
  verdict: 'send' | 'blocked' | 'left_here' | 'held' | 'left' | 'erased' | 'merged'
}

/**
 * Takes recipients in hand, in the order of their ids, whose announcement is being sent at this moment. Whoever is not
 * to get it after all (they left, were erased, got it in another place, or got enough today) is settled by the same
 * statement, which returns `LookedAt`; whoever may get it in another place is in hand, for that.
 */
export function claimStatement(claim: Claim): Statement {
  const { announcement, of, wave, begin } = claim
  const values: unknown[] = [announcement.id, of.channel, of.account, wave, claim.after, claim.limit]
  const add = (value: unknown, type: string) => `$${values.push(value)}::${type}`
  const now = add(claim.now, 'timestamptz')
  const wanted = whoIsWanted(announcement, add)
  const heldBack = isCapped(announcement)
    ? `when p.digest is null and p.unknown_outcomes = 0 and p.parts_sent = 0
        and ${gotToday(add(claim.dayStart, 'timestamptz'))} >= ${add(claim.perDay, 'int')} then 'held'`
    : ''
  const text = `
    with picked as materialized (
      select r.id, r.conversation_id, r.parts_sent, r.attempts, r.unknown_outcomes, r.digest, r.tried
      from announcement_recipient r
      where r.announcement_id = $1 and r.channel = $2 and r.account = $3 and r.wave = $4 and r.id > $5
        and r.status = 'planned' and r.owner is null ${wave === 0 ? `and r.reason is distinct from 'unknown_outcome'` : ''}
        and (r.not_before is null
          or r.not_before <= case when r.reason = 'quota' then ${now} else clock_timestamp() end)
        and exists (select from announcement a where a.id = $1 and a.version = ${add(announcement.version, 'int')}
          and (a.expires_at is null or a.expires_at > ${now})
          and (a.state = 'sending' ${wave === 0 ? `or (a.state = 'paused' and a.pause = 'canary')` : ''}))
      order by r.id limit $6
      for update of r skip locked
    ), judged as materialized (
      select p.*, c.chat, case when c.state->>'lang' = 'en' then 'en' else 'vi' end as lang,
        case
          when c.id is null or c.chat like 'erased:%' then 'erased'
          when ${elsewhere} then 'merged'
          when c.blocked_at is not null then 'blocked'
          when not (${wanted}) then case when ${mayGoOn} then 'left_here' else 'left' end
          ${heldBack}
          else 'send'
        end as verdict
      from picked p left join conversation c on c.id = p.conversation_id
      left join follower f on f.conversation_id = c.id
    )
    update announcement_recipient r set
      status = case when j.verdict = 'send' and ${add(begin, 'boolean')} then 'sending'
        when j.verdict in (${inHand}) then 'planned' when j.verdict = 'held' then 'held' else 'skipped' end,
      owner = case when j.verdict in (${inHand}) then ${add(claim.owner, 'bigint')} end,
      reason = case when j.verdict in ('erased', 'left', 'merged') then j.verdict
        when j.verdict <> 'held' then r.reason end,
      not_before = case when j.verdict = 'held' then ${add(claim.heldUntil, 'timestamptz')} else r.not_before end,
      settled_at = case when j.verdict in ('erased', 'left', 'merged') then ${now} end
    from judged j where r.id = j.id
    returning r.id::text, j.conversation_id::text as "conversationId", j.chat, j.lang, j.attempts,
      j.unknown_outcomes as "unknownOutcomes", j.parts_sent as "partsSent",
      j.digest is not null as carries, j.verdict`
  return { text, values }
}

/** Joined since it was planned, a person has two rows: the first in hand is theirs, else the older one. */
const elsewhere = `exists (
  select from person_member own join person_member o on o.person = own.person
  join announcement_recipient x on x.conversation_id = o.conversation_id and x.announcement_id = $1
  where own.conversation_id = c.id and o.conversation_id <> c.id
    and (x.status in ('sending', 'sent') or x.unknown_outcomes > 0 or (x.status = 'planned' and x.id < p.id)))`

const inHand = `'send', 'blocked', 'left_here'`

/** Nothing of it has arrived, and there are other places, or there were. */
const mayGoOn = `p.parts_sent = 0 and p.unknown_outcomes = 0 and (p.tried is not null or exists (
  select from person_member own join person_member o on o.person = own.person
  where own.conversation_id = c.id and o.conversation_id <> c.id))`

/** What a person has got today that counts, in all their places; several in one message, a digest, are one. */
function gotToday(dayStart: string): string {
  return `(
    select count(distinct (x.conversation_id, coalesce(x.external_id, x.id::text)))
    from (select c.id union select o.conversation_id from person_member own
      join person_member o on o.person = own.person where own.conversation_id = c.id) place(id)
    join announcement_recipient x on x.conversation_id = place.id
    where x.announcement_id = any(array(
        select id from announcement where id <> $1 and began_at is not null and urgent is null and corrects is null
          and coalesce(ended_at, 'infinity') >= ${dayStart}))
      and (x.status = 'sending' or (x.status = 'planned' and x.owner is not null)
        or (x.status = 'sent' and x.settled_at >= ${dayStart})))`
}
