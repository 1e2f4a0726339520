import { fold } from '../../../knowledge/matching/fold.ts'
import { findTopics } from './find-topics.ts'
import type { FollowWorld } from './follow-world.ts'

const everything =
  /^(?:chon |nhan |lay )?(?:tat ca|het|toan bo|all|everything)(?: (?:a|nhe|cac chu de|chu de))*$/
const finished =
  /^(?:da |vang |u )*(?:xong|the thoi|vay thoi|the la du|du roi|done|that is all)(?: (?:roi|a|nhe))*$/

/**
 * What is typed under the list of topics: several of them, by name or number, or all. Typed words only add; a tick is
 * taken away by its button.
 * @param boxes the refs of the list, in its order
 * @returns ids of topics; `done` when nothing more is wanted; undefined for anything else
 */
export function pickTopics(
  text: string,
  boxes: readonly string[],
  world: FollowWorld,
): readonly string[] | 'done' | undefined {
  const said = fold(text).replaceAll(/[.!]+$/g, '')
  if (finished.test(said)) return 'done'
  if (everything.test(said)) return world.topics.map(({ id }) => id)
  const numbers = /^\d{1,2}(?:(?:\s*[,;+&]\s*|\s+(?:va\s+|and\s+)?)\d{1,2})+$/.test(said)
    ? said.match(/\d+/g)
    : null
  if (!numbers) return findTopics(text, world)
  const picked = numbers.map((number) => boxes[Number(number) - 1]?.slice('w.y.'.length))
  return picked.every((topic) => topic !== undefined) ? picked : undefined
}
