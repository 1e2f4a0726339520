import type { Word } from './read-words.ts'
import { compileWording, findWordings, indexWordings, type Wording } from './wording.ts'

/** What is known by how people say it: a referral, a life event. Wordings as in `data/intents.yaml`. */
export interface Told {
  id: string
  says: readonly string[]
}

/**
 * Prepares the finding of referrals or life events; the longest wording in the text wins, then the list's order.
 * @throws RangeError naming the entry whose wording is wrong
 */
export function createToldFinder(list: readonly Told[]) {
  const index = indexWordings(
    list.flatMap(({ id, says }) => says.map((said): [Wording, string] => [compile(id, said), id])),
  )
  const order = new Map(list.map(({ id }, at) => [id, at]))
  return (words: readonly Word[]): { id: string; size: number } | undefined => {
    let best: { id: string; size: number } | undefined
    for (const { value: id, size } of findWordings(words, index)) {
      const first = (order.get(id) ?? 0) < (order.get(best?.id ?? '') ?? 0)
      if (!best || size > best.size || (size === best.size && first)) best = { id, size }
    }
    return best
  }
}

function compile(id: string, said: string): Wording {
  try {
    return compileWording(said)
  } catch (error) {
    throw new RangeError(`${id}: ${error instanceof Error ? error.message : String(error)}`)
  }
}
