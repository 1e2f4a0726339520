import type { Outcome, Scope } from '../../dialogue/flow.ts'
import type { HomeWorld } from '../home/home-world.ts'
import { readChatCode } from '../home/read-chat-code.ts'
import { say } from '../home/say.ts'
import type { FollowWorld } from './follow-world.ts'
import { pickTopics } from './pick-topics.ts'
import { beginFollowing } from './press-follow-button.ts'
import { type FollowWish, readFollowWish } from './read-follow-wish.ts'

/** The boxes of the list of topics. */
const box = /^w\.[yn]\./

/** Whether a text is a wish about the ward's news, or the code of a neighbourhood group. */
export function holdsFollowWish(text: string, scope: Scope, world: FollowWorld): boolean {
  return (
    hearInList(text, scope, world) !== undefined ||
    readWish(text, scope, world) !== undefined ||
    readChatCode(text)?.prefix === 'NH'
  )
}

/** "Nhận tin y tế", "dừng tin điện nước", the link of a ward, typed whenever. */
export function hearFollowWish(text: string, scope: Scope, { follow }: HomeWorld): Outcome | undefined {
  const listed = hearInList(text, scope, follow)
  if (listed) return listed
  const wish = readWish(text, scope, follow)
  if (!wish) return undefined
  if (scope.state.group) return say(scope.text('follow.in_group'))
  if (wish.kind === 'show') return { ask: { kind: 'follows' } }
  const unit = scope.unit && scope.unit !== 'all' ? { unit: scope.unit } : {}
  if (wish.kind === 'follow') {
    const { topics, group, only } = wish
    if (topics) return { ask: { kind: 'follow', topics, ...unit, ...(only ? { only } : {}) } }
    if (group !== undefined && unit.unit !== undefined)
      return { ask: { kind: 'find_group', unit: unit.unit, named: group } }
    return beginFollowing(wish.unit ?? scope.unit)
  }
  const { topic, unsure, maybe } = wish
  if (topic !== undefined) return { ask: { kind: 'stop_following', what: { topic } } }
  return {
    ask: {
      kind: 'stop_following',
      what: 'all',
      ...(maybe ? { dossiers: true } : {}),
      ...(unsure ? { unsure } : {}),
    },
  }
}

/** What is typed where the list of topics was offered last. */
function hearInList(text: string, { state }: Scope, world: FollowWorld): Outcome | undefined {
  const boxes = state.frames.length ? [] : (state.offer ?? []).filter((ref) => box.test(ref))
  const picked = boxes.length ? pickTopics(text, boxes, world) : undefined
  if (picked === 'done') return { ask: { kind: 'follows', show: 'done' } }
  return picked && { ask: { kind: 'follow', topics: picked, show: 'topics' } }
}

/** What names no news is meant for it only where it was just offered. */
function readWish(text: string, { state }: Scope, world: FollowWorld): FollowWish | undefined {
  const wish = readFollowWish(text, world)
  if (wish?.kind === 'follow' && wish.again && !state.offer?.some((ref) => /^w\.(?:on|again)$/.test(ref)))
    return undefined
  return wish
}
