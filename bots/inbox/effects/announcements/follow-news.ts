import type { FollowAnswer, FollowAsk } from '../../../dialogue/event.ts'
import { isFollowId } from '../dossiers/is-follow-id.ts'
import type { EffectScope } from '../effect-scope.ts'
import { bare, groupsOf, nameFollowed, offersOf, type UnitsGroup } from './name-followed.ts'
import { type Followed, followedIn, placesOf } from './places-of.ts'
import { beginFollowed } from './write-followed.ts'

/** What came of adding to what is followed. */
export interface Added {
  now: Followed
  /** Nothing was followed before. */
  fresh: boolean
  /** Something was not. */
  added: boolean
}

/** Follows what is named as well; the groups are such as there are, and their units are followed with them. */
export async function addToFollowed(
  scope: EffectScope,
  more: { unit?: string; topics?: readonly string[]; groups?: readonly UnitsGroup[]; only?: true },
): Promise<Added> {
  const places = await placesOf(scope.sql, scope.conversation.id)
  const before = followedIn(places)
  const own = places.find(({ id }) => id === scope.conversation.id)?.followed ?? undefined
  const { all, first } = scope.announcements.topics()
  const base = before ?? own ?? { units: [], groups: [], topics: [first] }
  const topics = (more.topics ?? []).filter((topic) => all.includes(topic))
  const groups = more.groups ?? []
  const units = [...groups.map(({ unit }) => unit), ...(more.unit === undefined ? [] : [more.unit])]
  const now = {
    units: union(base.units, units),
    groups: union(
      base.groups,
      groups.map(({ id }) => id),
    ),
    topics: more.only && topics.length ? topics : union(base.topics, topics),
  }
  // Whoever had ended their last topic, and named none, begins again as everybody does.
  if (now.topics.length === 0) now.topics = [first]
  const added = !before || more.only === true || sizeOf(now) > sizeOf(before)
  if (added || !own || own.stopped) await beginFollowed(scope, places, now)
  return { now, fresh: before === undefined, added }
}

/** From now on announcements are followed, of what is named as well; see `FollowAsk`. */
export async function followNews(
  scope: EffectScope,
  ask: Extract<FollowAsk, { kind: 'follow' }>,
): Promise<FollowAnswer> {
  const { sql } = scope
  const groups = await groupsOf(sql, (ask.groups ?? []).filter(isFollowId))
  const { now, fresh, added } = await addToFollowed(scope, { ...ask, groups })
  const following = await nameFollowed(sql, now)
  const [group] = groups
  if (group) return joined(group, { following, fresh })
  const offers = await offersOf(sql, now, ask.unit)
  return {
    kind: 'following',
    ...(fresh ? { fresh } : {}),
    ...(added ? { added } : {}),
    ...(offers ? { offers } : {}),
    ...following,
  }
}

/** That a neighbourhood group was joined. */
export function joined(
  group: UnitsGroup,
  {
    following,
    fresh,
  }: Pick<Extract<FollowAnswer, { kind: 'group_joined' }>, 'following'> & { fresh: boolean },
): FollowAnswer {
  return {
    kind: 'group_joined',
    group: bare(group),
    unit: group.unit,
    following,
    ...(fresh ? { fresh } : {}),
  }
}

function union(one: readonly string[], other: readonly string[]): string[] {
  return [...new Set([...one, ...other])]
}

function sizeOf({ units, groups, topics }: Followed): number {
  return units.length + groups.length + topics.length
}
