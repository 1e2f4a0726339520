import type { Following, OfferedGroups } from '../../dialogue/event.ts'
import type { Outcome, Scope } from '../../dialogue/flow.ts'
import type { Choice } from '../../dialogue/reply.ts'
import type { HomeWorld } from '../home/home-world.ts'
import { say } from '../home/say.ts'
import { choicesOf } from './follow-choices.ts'
import { groupRef } from './follow-refs.ts'
import { sayFollowing } from './say-following.ts'

const offUnit = (slug: string) => `w.off.${slug}`

/** More are not left by a button each. */
const mostLeft = 3

/** What is followed, and what can be changed about it. */
export function showFollowing(
  following: Following & { offers?: OfferedGroups },
  scope: Scope,
  world: HomeWorld,
): Outcome {
  const { units, groups, offers } = following
  const said = sayFollowing(following, scope, world)
  const text = scope.text(groups.length ? 'follow.shown.groups' : 'follow.shown', said)
  const choices: Choice[] = [
    ...choicesOf(['w.t'], scope, world),
    ...(offers ? choicesOf([`w.gs.0.${offers.unit}`], scope, world) : []),
    ...groups.slice(0, mostLeft).map((group) => ({
      label: scope.text('follow.choice.leave', { group: group.name }),
      ref: groupRef('leave', group),
    })),
    ...(scope.knowledge.onlyUnit ? [] : choicesOf(['w.ward'], scope, world)),
    ...choicesOf([...(units.length > 1 ? units : []).slice(0, mostLeft).map(offUnit), 'w.off'], scope, world),
  ]
  return say(text, choices)
}
