import type { Sql } from '../../../../server/database/sql.ts'
import { ownPlaces } from '../dossiers/own-places.ts'
import { lockPeople } from '../lock-people.ts'

/** What is followed, as it is stored. */
export interface Followed {
  /** Slugs. */
  units: readonly string[]
  /** Ids of neighbourhood groups. */
  groups: readonly string[]
  topics: readonly string[]
}

/** A conversation of a person. @property followed null where announcements were never followed */
export interface FollowingPlace {
  id: string
  followed: (Followed & { stopped: boolean }) | null
}

const find = `
  with ${ownPlaces}
  select own.id::text, case when f.topics is not null then json_build_object(
      'units', f.units, 'groups', f.groups::text[], 'topics', f.topics, 'stopped', f.stopped_at is not null) end as followed
  from own left join follower f on f.conversation_id = own.id
  order by own.id`

/**
 * The conversation and all that are joined with it, with what each follows. What is written of them afterwards in this
 * transaction is written by nobody else meanwhile: a conversation's own row is written by its turn, those of several by
 * one transaction at a time.
 */
export async function placesOf(sql: Sql, conversation: string): Promise<FollowingPlace[]> {
  const look = { text: find, values: [conversation] }
  const { rows } = await sql.query<FollowingPlace>(look)
  if (rows.length === 1) return rows
  await lockPeople(sql)
  return (await sql.query<FollowingPlace>(look)).rows
}

/** What the person follows in any of the places; undefined when nothing is followed anywhere. */
export function followedIn(places: readonly FollowingPlace[]): Followed | undefined {
  const live = places.flatMap(({ followed }) => (followed && !followed.stopped ? [followed] : []))
  const all = (part: keyof Followed) => [...new Set(live.flatMap((one) => one[part]))]
  return live.length ? { units: all('units'), groups: all('groups'), topics: all('topics') } : undefined
}
