import type { Following, OfferedGroups } from '../../dialogue/event.ts'
import type { Scope } from '../../dialogue/flow.ts'
import type { Choice } from '../../dialogue/reply.ts'
import type { HomeWorld } from '../home/home-world.ts'
import { groupRef } from './follow-refs.ts'
import { labelFollowRef } from './label-follow-ref.ts'

/** So many groups are shown at once. */
const pageSize = 6

/** The one button by which following begins. It is offered beside other things, so it is never counted among them. */
export function followChoice(scope: Pick<Scope, 'text'>): Choice {
  return { label: scope.text('follow.choice.on'), ref: 'w.on', wayOut: true }
}

/** The same for who follows nothing any more: an "ok" to having stopped does not take it. */
export function followAgainChoice(scope: Pick<Scope, 'text'>): Choice {
  return { ...followChoice(scope), ref: 'w.again' }
}

/** Buttons about following, called as they can be typed. */
export function choicesOf(refs: readonly string[], scope: Scope, world: HomeWorld): Choice[] {
  return refs.flatMap((ref) => {
    const label = labelFollowRef(ref, scope, world)
    return label ? [{ label, ref }] : []
  })
}

/** A box for each topic, and the way on. @param following undefined when nothing is followed */
export function topicChoices(
  following: Pick<Following, 'topics'> | undefined,
  scope: Scope,
  world: HomeWorld,
): Choice[] {
  const boxes = world.follow.topics.map(({ id, name }) => {
    const ticked = following?.topics.includes(id) ?? false
    return {
      label: `${ticked ? '☑' : '☐'} ${name[scope.lang]}`,
      ref: `w.${ticked ? 'n' : 'y'}.${id}`,
    }
  })
  return [...boxes, { label: scope.text('follow.choice.done'), ref: 'w.done', wayOut: true }]
}

/** The neighbourhood groups of a unit from one on, and the ways past them. */
export function groupChoices(
  { unit, groups }: OfferedGroups,
  from: number,
  scope: Scope,
  world: HomeWorld,
): Choice[] {
  // Groups may have become fewer since the button was shown.
  const start = from < groups.length ? from : 0
  const next = start + pageSize
  const shown = groups
    .slice(start, next)
    .map((group) => ({ label: group.name, ref: groupRef('join', group) }))
  const more = next < groups.length ? [`w.gs.${next}.${unit}`] : []
  return [...shown, ...choicesOf([...more, `w.gn.${unit}`], scope, world)]
}
