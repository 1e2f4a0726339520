import { fold } from '../../../knowledge/matching/fold.ts'
import type { FollowWorld } from './follow-world.ts'

/** Said between topics, and around them. */
const joining = /^(?:va|voi|cung|ca|them|hay|la|ve|tin|chu de|da|a|nhe|nha|and|also|as well as|,|;|\s)+$/

/**
 * The topics of which a text consists ("y tế với thuế"), in their own order.
 * @returns undefined when it says anything else, or names none
 */
export function findTopics(text: string, { topics }: FollowWorld): string[] | undefined {
  const wordings = topics
    .flatMap(({ id, name, words }) => [name.vi, name.en, ...words].map((one) => ({ id, word: fold(one) })))
    .sort((a, b) => b.word.length - a.word.length)
  let left = ` ${fold(text)
    .replaceAll(/[.,;&+]/g, ' , ')
    .replaceAll(/\s+/g, ' ')} `
  const named = new Set<string>()
  for (const { id, word } of wordings) {
    if (!left.includes(` ${word} `)) continue
    named.add(id)
    left = left.replaceAll(` ${word} `, ' , ')
  }
  if (named.size === 0 || !joining.test(left)) return undefined
  return topics.flatMap(({ id }) => (named.has(id) ? [id] : []))
}
