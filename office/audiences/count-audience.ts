import type { AudiencePreview, LeftOut } from '../../knowledge/announcements/announcement.ts'
import type { Sql } from '../../server/database/sql.ts'
import type { Asked } from './asked.ts'
import { byPreference } from './by-preference.ts'
import type { AddValue, Reason } from './which.ts'
import { whichChats } from './which-chats.ts'
import { whichFollowers } from './which-followers.ts'

/** How many of a channel are told (`why` is null), or left out. */
interface Counted {
  channel: string
  why: LeftOut | null
  number: number
}

const countCorrected = `
  select c.channel, case when f.stopped_at is not null then 'stopped' when c.blocked_at is not null then 'blocked' end as why,
    count(*)::int as number
  from announcement_recipient r
  join conversation c on c.id = r.conversation_id
  left join follower f on f.conversation_id = c.id
  where r.announcement_id = $1 and (r.status = 'sent' or r.unknown_outcomes > 0)
  group by 1, 2`

/**
 * How many an announcement would reach at this moment, by the channel each is told by, and why others of its area are
 * left out. Reads every follower of the area: seconds for a million, so it is nothing for the way of a message.
 * @param now ISO instant by the injected clock
 */
export async function countAudience(sql: Sql, asked: Asked, now: string): Promise<AudiencePreview> {
  const statement = asked.corrects
    ? { text: countCorrected, values: [asked.corrects] }
    : countFollowers(asked, now)
  const { rows } = statement ? await sql.query<Counted>(statement) : { rows: [] }
  const preview = { total: 0, byChannel: new Map<string, number>(), leftOut: new Map<LeftOut, number>() }
  for (const { channel, why, number } of rows) {
    if (why !== null) preview.leftOut.set(why, (preview.leftOut.get(why) ?? 0) + number)
    else {
      preview.total += number
      preview.byChannel.set(channel, (preview.byChannel.get(channel) ?? 0) + number)
    }
  }
  return {
    total: preview.total,
    byChannel: Object.fromEntries(preview.byChannel),
    leftOut: Object.fromEntries(preview.leftOut),
  }
}

/** Whoever has several places is told in one of them; those are few, so they alone are put in order. */
function countFollowers(asked: Asked, now: string): { text: string; values: unknown[] } | undefined {
  const values: unknown[] = []
  const add: AddValue = (value, type) => `$${values.push(value)}::${type}`
  const followers = whichFollowers(asked, now, add)
  const chats = whichChats(asked.audience, now, add)
  const found = [
    ...(followers
      ? [
          `select c.channel, ${firstOf(followers.reasons)} as why
           from follower f join conversation c on c.id = f.conversation_id
           where ${followers.area} and not exists (select from person_member where conversation_id = c.id)`,
          `select channel, case when why is null and place > 1 then 'other_place' else why end
           from (
             select c.channel, w.why,
               row_number() over (partition by m.person, w.why is null order by ${byPreference}) as place
             from person_member m
             join follower f on f.conversation_id = m.conversation_id
             join conversation c on c.id = f.conversation_id
             cross join lateral (select ${firstOf(followers.reasons)} as why) w
             where ${followers.area}
           ) places`,
        ]
      : []),
    ...(chats
      ? [
          `select c.channel, ${firstOf(chats.reasons)}
           from bound_chat b join conversation c on c.id = b.conversation_id where ${chats.area}`,
        ]
      : []),
  ]
  if (found.length === 0) return undefined
  const text = `
    select channel, why, count(*)::int as number from (${found.join(' union all ')}) found (channel, why)
    group by channel, why order by channel, why`
  return { text, values }
}

function firstOf(reasons: readonly Reason[]): string {
  return `case ${reasons.map(({ why, when }) => `when ${when} then '${why}'`).join(' ')} end`
}
