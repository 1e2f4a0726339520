import type { FollowAnswer, FollowAsk } from '../../../dialogue/event.ts'
import type { EffectScope } from '../effect-scope.ts'
import { bare, groupsIn, nameFollowed, offersOf } from './name-followed.ts'
import { followedIn, placesOf } from './places-of.ts'

/** What is followed in this conversation and in all that are joined with it. */
export async function showFollowedNews(
  { sql, conversation }: EffectScope,
  { groupsOf: unit }: Extract<FollowAsk, { kind: 'follows' }>,
): Promise<FollowAnswer> {
  const followed = followedIn(await placesOf(sql, conversation.id))
  if (!followed) return { kind: 'follows_nothing' }
  const groups = unit === undefined ? [] : (await groupsIn(sql, unit)).map(bare)
  const offers =
    unit === undefined ? await offersOf(sql, followed) : groups.length ? { unit, groups } : undefined
  return {
    kind: 'following',
    ...(offers ? { offers } : {}),
    ...(await nameFollowed(sql, followed)),
  }
}
