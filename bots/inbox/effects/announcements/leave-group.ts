import type { FollowAnswer, FollowAsk } from '../../../dialogue/event.ts'
import type { EffectScope } from '../effect-scope.ts'
import { nameFollowed, offersOf } from './name-followed.ts'
import { followedIn, placesOf } from './places-of.ts'
import { changeFollowed } from './write-followed.ts'

/** Follows a neighbourhood group no more; its unit is followed as before. */
export async function leaveGroup(
  scope: EffectScope,
  { group }: Extract<FollowAsk, { kind: 'leave_group' }>,
): Promise<FollowAnswer> {
  const places = await placesOf(scope.sql, scope.conversation.id)
  const followed = followedIn(places)
  if (!followed) return { kind: 'follows_nothing' }
  const left = { ...followed, groups: followed.groups.filter((id) => id !== group) }
  await changeFollowed(scope, places, left)
  const offers = await offersOf(scope.sql, left)
  return { kind: 'following', ...(offers ? { offers } : {}), ...(await nameFollowed(scope.sql, left)) }
}
