import type { Outcome, Scope } from '../../dialogue/flow.ts'
import type { HomeWorld } from '../home/home-world.ts'
import { say } from '../home/say.ts'
import { readFollowRef } from './follow-refs.ts'
import { followWardId } from './follow-ward.ts'

/** A button about what is followed was pressed; undefined for one that is none. */
export function pressFollowButton(ref: string, scope: Scope, { follow }: HomeWorld): Outcome | undefined {
  const read = readFollowRef(ref)
  if (!read) return undefined
  if (scope.state.group)
    return say(scope.text(read.kind === 'poll' ? 'follow.poll.in_group' : 'follow.in_group'))
  switch (read.kind) {
    case 'on':
      return beginFollowing(read.unit !== undefined && follow.isUnit(read.unit) ? read.unit : scope.unit)
    case 'show':
      return { ask: { kind: 'follows' } }
    case 'ward':
      return { begin: { flow: followWardId, keep: true } }
    case 'topics':
      return { ask: { kind: 'follows', show: 'topics' } }
    case 'done':
      return { ask: { kind: 'follows', show: 'done' } }
    case 'tick':
      return read.ticked
        ? { ask: { kind: 'follow', topics: [read.topic], show: 'topics' } }
        : { ask: { kind: 'stop_following', what: { topic: read.topic }, show: 'topics' } }
    case 'groups':
      return { ask: { kind: 'follows', groupsOf: read.unit, from: read.from } }
    case 'join':
      return { ask: { kind: 'follow', groups: [read.group] } }
    case 'leave':
      return { ask: { kind: 'leave_group', group: read.group } }
    case 'no_group':
      return { ask: { kind: 'follows', show: 'topics' } }
    case 'off':
      return { ask: { kind: 'stop_following', what: 'all' } }
    case 'off_unit':
      return { ask: { kind: 'stop_following', what: { unit: read.unit } } }
    case 'only':
      return { ask: { kind: 'stop_following', what: { topic: read.topic }, only: true } }
    case 'poll':
      return { ask: { kind: 'answer_poll', announcement: read.announcement, choice: read.choice } }
  }
}

/** A yes makes it so, whether the ward is known or still to be asked for. @param unit a slug; `all` is the city */
export function beginFollowing(unit: string | undefined): Outcome {
  return { ask: { kind: 'follow', ...(unit === undefined || unit === 'all' ? {} : { unit }) } }
}
