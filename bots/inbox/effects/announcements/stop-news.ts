import type { FollowAnswer, FollowAsk, StopFollowing } from '../../../dialogue/event.ts'
import { isFollowId } from '../dossiers/is-follow-id.ts'
import type { EffectScope } from '../effect-scope.ts'
import { findLastAnnouncement } from './find-last-announcement.ts'
import { groupsOf, nameFollowed } from './name-followed.ts'
import { type Followed, followedIn, placesOf } from './places-of.ts'
import { stopEverywhere, writeFollowed } from './write-followed.ts'

type StopAsk = Extract<FollowAsk, { kind: 'stop_following' }>

/** Ends what is named, in all places of the person; of what is left nothing else changes. See `FollowAsk`. */
export async function stopNews(scope: EffectScope, ask: StopAsk): Promise<FollowAnswer> {
  const { sql, conversation } = scope
  const places = await placesOf(sql, conversation.id)
  const own = places.find(({ id }) => id === conversation.id)?.followed ?? undefined
  const followed = followedIn(places) ?? (ask.only ? own : undefined)
  const none = ask.guide ? ({ kind: 'meant_guide' } as const) : ({ kind: 'follows_nothing' } as const)
  if (!followed) return none
  const last = ask.what === 'all' ? await findLastAnnouncement(sql, conversation.id) : undefined
  if (ask.guide && !last?.isLast) return none
  const was = await readWhat(scope, ask.what)
  if (was === undefined) return { kind: 'following', ...(await nameFollowed(sql, followed)) }
  const left = await without(scope, followed, was)
  if (left) {
    await writeFollowed(scope, places, left)
    return { kind: 'stopped_following', was, left: await nameFollowed(sql, left) }
  }
  await stopEverywhere(scope, places)
  const others = followed.topics.filter((topic) => topic !== last?.topic)
  const only = last?.isLast && others.length > 0 && others.length < followed.topics.length
  return { kind: 'stopped_following', was, ...(only ? { last: last.topic } : {}) }
}

/** @returns undefined for an announcement that there is not, or not any more */
async function readWhat({ sql }: EffectScope, what: StopFollowing): Promise<StopFollowing | undefined> {
  if (what === 'all' || !('announcement' in what)) return what
  if (!isFollowId(what.announcement)) return undefined
  const text = 'select topic from announcement where id = $1'
  const { rows } = await sql.query<{ topic: string }>({ text, values: [what.announcement] })
  return rows[0] && { topic: rows[0].topic }
}

/** @returns undefined when nothing is left: without a topic, or once the last unit has gone, there is nothing to tell */
async function without(
  { sql }: EffectScope,
  { units, groups, topics }: Followed,
  was: StopFollowing,
): Promise<Followed | undefined> {
  if (was === 'all') return undefined
  if ('topic' in was) {
    const left = topics.filter((topic) => topic !== was.topic)
    return left.length ? { units, groups, topics: left } : undefined
  }
  if (!('unit' in was)) return undefined
  const left = units.filter((unit) => unit !== was.unit)
  const elsewhere = (await groupsOf(sql, groups)).filter(({ unit }) => unit !== was.unit)
  return left.length ? { units: left, groups: elsewhere.map(({ id }) => id), topics } : undefined
}
