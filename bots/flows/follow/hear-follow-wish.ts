import type { Outcome, Scope } from '../../dialogue/flow.ts'
import type { HomeWorld } from '../home/home-world.ts'
import { readChatCode } from '../home/read-chat-code.ts'
import { say } from '../home/say.ts'
import type { FollowWorld } from './follow-world.ts'
import { beginFollowing } from './press-follow-button.ts'
import { readFollowWish } from './read-follow-wish.ts'

/** Whether a text is a wish about the ward's news, or the code of a neighbourhood group. */
export function holdsFollowWish(text: string, world: FollowWorld): boolean {
  return readFollowWish(text, world) !== undefined || readChatCode(text)?.prefix === 'NH'
}

/** "Nhận tin y tế", "dừng tin điện nước", the link of a ward, typed whenever. */
export function hearFollowWish(text: string, scope: Scope, { follow }: HomeWorld): Outcome | undefined {
  const wish = readFollowWish(text, follow)
  if (!wish) return undefined
  if (scope.state.group) return say(scope.text('follow.in_group'))
  const { topic } = wish
  if (wish.kind === 'follow')
    return topic === undefined
      ? beginFollowing(wish.unit ?? scope.unit)
      : { ask: { kind: 'follow', topics: [topic], ...(scope.unit ? { unit: scope.unit } : {}) } }
  if (topic !== undefined) return { ask: { kind: 'stop_following', what: { topic } } }
  return { ask: { kind: 'stop_following', what: 'all', ...(wish.maybe ? { dossiers: true as const } : {}) } }
}
