import { Temporal } from 'temporal-polyfill'
import type { Sql } from '../../../server/database/sql.ts'
import { withinSendingWindow } from '../../calendar/sending-window.ts'
import type { DossierRules } from '../facts/rule-data.ts'
import { followedAtOnce } from '../followed-at-once.ts'
import { overStatuses } from '../over-statuses.ts'

// Everybody concerned is kept in place before anything refers to them. Whoever is being erased is passed over: to
// wait for that erasure while holding others could be a circle.
const keepFollowers = `
  select c.id::text from conversation c
  where c.id in (
    select conversation_id from dossier_follow where dossier_id = any($1::bigint[]) and ended_at is null
    union
    select p.conversation_id from dossier d join proven_phone p on p.phone_hash = d.phone_hash
    where d.id = any($1::bigint[]) and d.status <> all($2::smallint[]))
  order by c.id for key share of c skip locked`

// Whoever gave up a dossier has an ended follow of it, and it stays that way, also in their other conversations. A phone
// that stands on very many dossiers is a service's, or one that was made up: of those, the last entered.
const followByPhone = `
  insert into dossier_follow (conversation_id, dossier_id, proved_by, tells, followed_at)
  select conversation_id, id, 'phone', 'day', $4::timestamptz
  from (
    select p.conversation_id, d.id, row_number() over (partition by p.conversation_id order by d.id desc) as nth
    from dossier d join proven_phone p on p.phone_hash = d.phone_hash
    where d.id = any($1::bigint[]) and d.status <> all($2::smallint[]) and p.conversation_id = any($3::bigint[])
      and not exists (
        select from person_member own join person_member o on o.person = own.person
        join dossier_follow f on f.conversation_id = o.conversation_id and f.dossier_id = d.id
        where own.conversation_id = p.conversation_id)) opened
  where nth <= ${followedAtOnce}
  order by conversation_id, id
  on conflict (conversation_id, dossier_id) do nothing`

// Nobody hears of the end of what they asked not to be told of, so nothing else would end it; and should they ask for it
// again, the clock looks at what has changed. One that a turn is setting at this moment stays as it is.
const noteUntold = `
  update dossier_follow f set
    ended_at = case when d.status = any($2::smallint[]) then $3::timestamptz end,
    notice_at = '-infinity'
  from dossier d
  where d.id = f.dossier_id and f.id in (
    select id from dossier_follow
    where dossier_id = any($1::bigint[]) and tells = 'no' and ended_at is null
    for no key update skip locked)`

// An update and not "do nothing", though it seldom changes anything: it waits for whoever is telling what is planned.
// They may have read the dossier before this change, and then it is planned anew.
const plan = `
  with planned as (
    insert into dossier_push (follow_id, channel, due_at, status, planned_at)
    select f.id, c.channel, case f.tells when 'at_once' then $5::timestamptz else $4::timestamptz end,
      'planned', $3::timestamptz
    from dossier_follow f join conversation c on c.id = f.conversation_id
    where f.dossier_id = any($1::bigint[]) and f.conversation_id = any($2::bigint[])
      and f.ended_at is null and f.tells <> 'no'
    order by f.id
    on conflict (follow_id) where status = 'planned'
    do update set due_at = least(dossier_push.due_at, excluded.due_at), notice = null
    returning due_at
  )
  select distinct due_at from planned`

const notify = `select pg_notify('dossiers', due) from unnest($1::text[]) due`

/**
 * Plans what followers are to be told of dossiers that changed, within the transaction that changed them. Whoever
 * has proved the phone number of a dossier that is not over begins to follow it. Changes that come before the
 * first of them is told are told with it.
 * @param changed ids of dossiers, also thousands
 * @param options.now ISO instant by the injected clock
 */
export async function planPushes(
  sql: Sql,
  changed: readonly string[],
  { now, rules }: { now: string; rules: Pick<DossierRules, 'settle_seconds'> },
): Promise<void> {
  if (changed.length === 0) return
  const kept = await sql.query<{ id: string }>({ text: keepFollowers, values: [changed, overStatuses] })
  const followers = kept.rows.map((row) => row.id)
  if (followers.length === 0) return
  await sql.query({ text: followByPhone, values: [changed, overStatuses, followers, now] })
  const settled = wholeSecond(Temporal.Instant.from(now).add({ seconds: rules.settle_seconds }))
  const due = [withinSendingWindow(settled), settled].map((at) => at.toString())
  const { rows } = await sql.query<{ due_at: string }>({
    text: plan,
    values: [changed, followers, now, ...due],
  })
  // Only now: whoever tells a person writes their follows too, and may be waited for up to here.
  await sql.query({ text: noteUntold, values: [changed, overStatuses, now] })
  if (rows.length > 0) await sql.query({ text: notify, values: [rows.map((row) => row.due_at)] })
}

/** Rounded up, so that what changes in one second shares one wake-up. */
function wholeSecond(at: Temporal.Instant): Temporal.Instant {
  return at.round({ smallestUnit: 'second', roundingMode: 'ceil' })
}
