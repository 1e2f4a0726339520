import { byPreference } from '../../office/audiences/by-preference.ts'
import type { AddValue } from '../../office/audiences/which.ts'
import type { Sql } from '../../server/database/sql.ts'
import type { UnderWay } from './under-way.ts'
import { whoIsWanted } from './who-is-wanted.ts'

/** Where a person can be told as well. */
export interface Place {
  conversation: string
  channel: string
  account: string
}

type About = Pick<UnderWay, 'id' | 'audience' | 'topic' | 'urgent' | 'corrects' | 'approvedAt'>

const findAnnouncements = `
  select id::text, audience, topic, urgent is not null as urgent, corrects::text, approved_at as "approvedAt"
  from announcement where id in (select announcement_id from announcement_recipient where id = any($1::bigint[]))
  order by announcement.id`

const findPlaces = (wanted: string) => `
  select r.id::text as of, c.id::text as conversation, c.channel, c.account
  from announcement_recipient r
  join person_member own on own.conversation_id = r.conversation_id
  join person_member o on o.person = own.person
  join conversation c on c.id = o.conversation_id join follower f on f.conversation_id = c.id
  where r.id = any($1::bigint[]) and r.announcement_id = $2
    and c.id <> r.conversation_id and c.id <> all(coalesce(r.tried, '{}'))
    and c.blocked_at is null and not c.is_group and ${wanted}
    and not exists (select from announcement_recipient x
      where x.conversation_id = c.id and x.announcement_id = r.announcement_id)
  order by r.id, ${byPreference}`

/**
 * Where recipients go on who cannot be told where they are: another place of the same person's in which the
 * announcement concerns them by the same rule as where it was planned, and no row of theirs is yet.
 * @param rows ids of recipients
 * @returns by the row's id; a row whose person has no such place is absent
 */
export async function nextPlaces(sql: Sql, rows: readonly string[]): Promise<Map<string, Place>> {
  const places = new Map<string, Place>()
  if (rows.length === 0) return places
  const announcements = await sql.query<About>({ text: findAnnouncements, values: [rows] })
  for (const announcement of announcements.rows) {
    const values: unknown[] = [rows, announcement.id]
    const add: AddValue = (value, type) => `$${values.push(value)}::${type}`
    const text = findPlaces(whoIsWanted(announcement, add))
    const found = await sql.query<Place & { of: string }>({ text, values })
    // Of a person who has two rows, both may be on the move.
    const taken = new Set<string>()
    for (const { of, ...place } of found.rows) {
      if (places.has(of) || taken.has(place.conversation)) continue
      taken.add(place.conversation)
      places.set(of, place)
    }
  }
  return places
}
