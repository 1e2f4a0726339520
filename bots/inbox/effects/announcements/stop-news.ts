import type { FollowAnswer, FollowAsk, StopFollowing } from '../../../dialogue/event.ts'
import type { EffectScope } from '../effect-scope.ts'
import { findLastAnnouncement } from './find-last-announcement.ts'
import { groupsOf, nameFollowed } from './name-followed.ts'
import { type Followed, type FollowingPlace, followedIn, placesOf } from './places-of.ts'
import { changeFollowed, stopEverywhere } from './write-followed.ts'

const takeBack = `
  update follower f set stopped_at = null from follower own
  where own.conversation_id = $1 and f.conversation_id = any($2::bigint[]) and f.stopped_at = own.stopped_at`

type StopAsk = Extract<FollowAsk, { kind: 'stop_following' }>

/**
 * Ends what is named, in all places of the person; see `FollowAsk`. Without a topic, or once the last unit has gone, there
 * is nothing left to tell, so that ends everything.
 */
export async function stopNews(scope: EffectScope, ask: StopAsk): Promise<FollowAnswer> {
  const { sql, conversation } = scope
  const stopped = await placesOf(sql, conversation.id)
  const places = ask.only && !followedIn(stopped) ? await goOn(scope, stopped) : stopped
  const followed = followedIn(places)
  if (!followed) return { kind: ask.guide ? 'meant_guide' : 'follows_nothing' }
  const last = ask.what === 'all' ? await findLastAnnouncement(scope) : undefined
  if (ask.guide && !last?.isAnswered) return { kind: 'meant_guide', follows: true }
  if (ask.unsure && !last?.isAnswered) return { kind: 'stop_unsure' }
  const was = ask.what
  if (was !== 'all' && 'topic' in was && !followed.topics.includes(was.topic))
    return { kind: 'stopped_following', was, left: await nameFollowed(sql, followed), notFollowed: true }
  const left = await without(scope, followed, was)
  if (was !== 'all') await changeFollowed(scope, places, left)
  if (was !== 'all' && left.topics.length > 0 && (!('unit' in was) || left.units.length > 0))
    return { kind: 'stopped_following', was, left: await nameFollowed(sql, left) }
  await stopEverywhere(scope, places)
  const others = followed.topics.filter((topic) => topic !== last?.topic)
  const only = last?.isAnswered && others.length > 0 && others.length < followed.topics.length
  return { kind: 'stopped_following', was, ...(only ? { last: last.topic } : {}) }
}

/** What was stopped here goes on, in all places in which it was stopped with it. */
async function goOn(
  { sql, conversation }: EffectScope,
  places: readonly FollowingPlace[],
): Promise<readonly FollowingPlace[]> {
  await sql.query({ text: takeBack, values: [conversation.id, places.map(({ id }) => id)] })
  return placesOf(sql, conversation.id)
}

async function without(
  { sql }: EffectScope,
  { units, groups, topics }: Followed,
  was: StopFollowing,
): Promise<Followed> {
  if (was === 'all') return { units, groups, topics }
  if ('topic' in was) return { units, groups, topics: topics.filter((topic) => topic !== was.topic) }
  const elsewhere = (await groupsOf(sql, groups)).filter(({ unit }) => unit !== was.unit)
  return {
    units: units.filter((unit) => unit !== was.unit),
    groups: elsewhere.map(({ id }) => id),
    topics,
  }
}
