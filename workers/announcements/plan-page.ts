import { createHash } from 'node:crypto'
import type { Pool } from 'pg'
import type { Asked } from '../../office/audiences/asked.ts'
import { byPreference } from '../../office/audiences/by-preference.ts'
import type { AddValue, Which } from '../../office/audiences/which.ts'
import { whichChats } from '../../office/audiences/which-chats.ts'
import { whichFollowers } from '../../office/audiences/which-followers.ts'
import { inTransaction } from '../../server/database/in-transaction.ts'
import type { Sql } from '../../server/database/sql.ts'

/** Fewer would be a commit for little; more would lock their conversations for longer against who is erased. */
const usualSize = 1000
/** Followers that are looked at for a page, for each that it may hold: of a city, few may be concerned. */
const lookedAt = 10

// Others that plan it wait here, and so does who stops or changes it: for a page. Whoever writes its history does not.
const lock = `
  select audience, topic, urgent, corrects::text, approved_at, planned_up_to::text
  from announcement
  where id = $1 and approved_at is not null and planned_at is null
    and state in ('scheduled', 'waiting', 'sending', 'paused')
  for no key update`

// By key only: whatever the statistics say of tables that were filled just now, a page must not read all of them. A row
// shares its conversation with turns, but not with an erasure. Whoever erases is not waited for, as they may be waiting
// for this page: it is given up and planned anew.
const beginPage = `
  select set_config(name, value, true) from (values
    ('enable_seqscan', 'off'), ('enable_hashjoin', 'off'), ('enable_mergejoin', 'off'), ('jit', 'off'),
    ('plan_cache_mode', 'force_generic_plan'), ('lock_timeout', '15ms')) given (name, value)`

const isUnderWay = `
  select exists (select from announcement_recipient where status = 'sending' and announcement_id = $1) as found`

/**
 * From `page` (those concerned, up to the conversation in `bound`, which is null when there are no more) and `chosen`
 * (those of them that get a row) to what is written. The values before those of the audience are the announcement, after
 * which conversation the page begins, the instant, and of how many it is at most.
 */
const write = `
  written as (
    insert into announcement_recipient (announcement_id, conversation_id, channel, account)
    select $1, id, channel, account from chosen
    on conflict (conversation_id, announcement_id) do nothing
  ), looked as (
    select case when count(*) = $4::int then max(id) else (select upto from bound) end as last from page
  ), noted as (
    update announcement set planned_up_to = coalesce(looked.last, planned_up_to),
      planned_at = case when looked.last is null then $3::timestamptz end
    from looked where announcement.id = $1
  )
  select last is null as ended, case when last is null then pg_notify('announcements', $1::text) end from looked`

/**
 * Plans the next page of an announcement's recipients, in the order of conversations: one row for each person. It may
 * be called by several processes at once and after a crash at any point.
 * @returns `ended` when nothing is left to be planned, or it is not to be planned any more; `later` when first another
 * announcement, which this one corrects, has to come to its end
 */
export function planPage(
  pool: Pool,
  id: string,
  { now, pageSize = usualSize }: Planning,
): Promise<'more' | 'ended' | 'later'> {
  return inTransaction(pool, async (sql: Sql) => {
    const locked = await sql.query<Locked>({ text: lock, values: [id] })
    const [announcement] = locked.rows
    if (!announcement) return 'ended'
    const { corrects, planned_up_to: upTo } = announcement
    // What is on its way may arrive yet, and then has to be corrected too.
    if (corrects !== null && (await holds(sql, isUnderWay, corrects))) return 'later'
    await sql.query({ text: beginPage })
    const values: unknown[] = [id, upTo ?? '0', now, pageSize]
    if (corrects === null && upTo === null) await planChats(sql, id, announcement)
    const page = corrects === null ? pageOfAudience(announcement, values) : pageOfCorrected(corrects, values)
    const text = `with ${page}, ${write}`
    // All pages of an announcement are one statement, and making its plan takes as long as some hundred rows do.
    const { rows } = await sql.query<{ ended: boolean }>({ name: nameOf(text), text, values })
    return rows[0]?.ended ? 'ended' : 'more'
  })
}

export interface Planning {
  /** ISO instant by the injected clock. */
  now: string
  /** Of how many conversations a page is at most. */
  pageSize?: number
}

interface Locked extends Asked {
  corrects: string | null
  approved_at: string
  planned_up_to: string | null
}

/** Whoever has several places gets it in one of them, chosen when the first of those is looked at. */
function pageOfAudience(announcement: Locked, values: unknown[]): string {
  const followers = whichFollowers(announcement, announcement.approved_at, adding(values))
  // It is for chats alone.
  if (!followers) return `bound as (select null::bigint as upto), ${pageOfNobody}`
  const wanted = wantedOf(followers)
  return `bound as (
      select (select conversation_id from follower where conversation_id > $2::bigint
        order by conversation_id offset $4::int * ${lookedAt} limit 1) as upto
    ), page as (
      select c.id, c.channel, c.account, m.person
      from follower f join conversation c on c.id = f.conversation_id
      left join person_member m on m.conversation_id = c.id
      where f.conversation_id > $2::bigint
        and f.conversation_id <= (select coalesce(upto, ${lastId}) from bound) and ${wanted}
      order by f.conversation_id limit $4::int
    ), people as (
      select distinct person from page where person is not null and not exists (
        select from person_member o
        join announcement_recipient r on r.conversation_id = o.conversation_id and r.announcement_id = $1
        where o.person = page.person)
    ), chosen as (
      select id, channel, account from page where person is null
      union all
      select place.* from people cross join lateral (
        select c.id, c.channel, c.account
        from person_member m
        join follower f on f.conversation_id = m.conversation_id
        join conversation c on c.id = f.conversation_id
        where m.person = people.person and ${wanted}
        order by ${byPreference} limit 1) place
    )`
}

const lastId = '9223372036854775807'

const pageOfNobody = `page as (
    select id, channel, account from conversation where id = $2::bigint and false limit $4::int
  ), chosen as (select * from page)`

/** Whoever got the wrong one, or may have, gets this where that was. */
function pageOfCorrected(corrects: string, values: unknown[]): string {
  return `page as (
      select c.id, c.channel, c.account
      from announcement_recipient r join conversation c on c.id = r.conversation_id
      where r.announcement_id = ${adding(values)(corrects, 'bigint')} and r.conversation_id > $2::bigint
        and r.status <> 'planned' and (r.status = 'sent' or r.unknown_outcomes > 0)
      order by r.conversation_id limit $4::int
    ), bound as (select null::bigint as upto), chosen as (select * from page)`
}

async function planChats(sql: Sql, id: string, { audience, approved_at }: Locked): Promise<void> {
  const values: unknown[] = [id]
  const chats = whichChats(audience, approved_at, adding(values))
  if (!chats) return
  await sql.query({
    text: `
      insert into announcement_recipient (announcement_id, conversation_id, channel, account)
      select $1, c.id, c.channel, c.account
      from bound_chat b join conversation c on c.id = b.conversation_id where ${wantedOf(chats)}
      on conflict (conversation_id, announcement_id) do nothing`,
    values,
  })
}

function wantedOf({ area, reasons }: Which): string {
  return `${area}${reasons.map(({ when }) => ` and not (${when})`).join('')}`
}

function nameOf(text: string): string {
  return `plan page ${createHash('sha256').update(text).digest('base64').slice(0, 20)}`
}

function adding(values: unknown[]): AddValue {
  return (value, type) => `$${values.push(value)}::${type}`
}

async function holds(sql: Sql, text: string, value: string): Promise<boolean> {
  const { rows } = await sql.query<{ found: boolean }>({ text, values: [value] })
  return rows[0]?.found ?? false
}
