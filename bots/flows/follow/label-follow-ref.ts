import type { Scope } from '../../dialogue/flow.ts'
import type { HomeWorld } from '../home/home-world.ts'
import { decapitalise } from '../say-values.ts'
import { readFollowRef } from './follow-refs.ts'
import { nameTopic } from './name-topic.ts'

/** What a button about following is called, so that it can be typed too. */
export function labelFollowRef(ref: string, scope: Scope, world: HomeWorld): string | undefined {
  const read = readFollowRef(ref)
  switch (read?.kind) {
    case 'on':
      return scope.text('follow.choice.on')
    case 'show':
      return scope.text('follow.choice.show')
    case 'ward':
      return scope.text('follow.choice.ward')
    case 'topics':
      return scope.text('follow.choice.topics')
    case 'done':
      return scope.text('follow.choice.done')
    case 'tick':
      return nameTopic(read.topic, scope, world)
    case 'groups':
      return scope.text(read.from > 0 ? 'choice.more' : 'follow.choice.groups')
    case 'join':
      return read.name
    case 'leave':
      return scope.text('follow.choice.leave', { group: read.name })
    case 'no_group':
      return scope.text('follow.choice.no_group')
    case 'off':
      return scope.text('follow.choice.off')
    case 'off_unit':
      return scope.text('follow.choice.stop_unit', { unit: world.unitName(read.unit, scope) })
    case 'only':
      return scope.text('follow.choice.only', { what: decapitalise(nameTopic(read.topic, scope, world)) })
    default:
      // Its options are the announcement's own, and nothing typed later is meant for them.
      return undefined
  }
}
