import type { FollowAnswer, FollowAsk } from '../../../dialogue/event.ts'
import type { EffectScope } from '../effect-scope.ts'
import { addToFollowed, followNews, joined } from './follow-news.ts'
import { bare, groupsIn, nameFollowed } from './name-followed.ts'
import { followedIn, placesOf } from './places-of.ts'
import { whichGroup } from './which-group.ts'

/** Joins the neighbourhood group that was named, when it can be only one; else offers those it may be. */
export async function findGroup(
  scope: EffectScope,
  { unit, named }: Extract<FollowAsk, { kind: 'find_group' }>,
): Promise<FollowAnswer> {
  const { sql, conversation } = scope
  const all = await groupsIn(sql, unit)
  const meant = whichGroup(named, all)
  const [group, other] = meant
  if (group && !other) {
    const { now, fresh } = await addToFollowed(scope, { groups: [group] })
    return joined(group, { following: await nameFollowed(sql, now), fresh })
  }
  const followed = followedIn(await placesOf(sql, conversation.id))
  // The unit is clear, if not the group.
  if (!followed) return followNews(scope, { kind: 'follow', unit })
  const offered = meant.length ? meant : all
  return {
    kind: 'following',
    ...(offered.length ? { offers: { unit, groups: offered.map(bare) } } : {}),
    ...(await nameFollowed(sql, followed)),
  }
}
