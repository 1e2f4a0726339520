import type { Following } from '../../dialogue/event.ts'
import type { Scope } from '../../dialogue/flow.ts'
import type { HomeWorld } from '../home/home-world.ts'
import { decapitalise } from '../say-values.ts'
import { nameTopic } from './name-topic.ts'

/** What is followed, as said within sentences: whose news, about what, and of which neighbourhood groups. */
export function sayFollowing(
  { units, topics, groups }: Following,
  scope: Scope,
  world: HomeWorld,
): { units: string; topics: string; groups: string } {
  const known = world.follow.topics.map(({ id }) => id)
  const inOrder = [...topics].sort((a, b) => known.indexOf(a) - known.indexOf(b))
  return {
    units: (units.length ? units : ['all']).map((unit) => world.unitName(unit, scope)).join(', '),
    topics: inOrder.map((topic) => decapitalise(nameTopic(topic, scope, world))).join(', '),
    groups: groups.map(({ name }) => name).join(', '),
  }
}
