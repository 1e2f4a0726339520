import { aspectFeatures } from './aspect-features.ts'
import type { Classifier } from './create-classifier.ts'
import type { Aspect } from './match.ts'
import { aspects } from './match.ts'
import type { Word } from './read-words.ts'

/**
 * Prepares the telling of which part of a procedure is asked for.
 * @param find by its wordings
 * @param classifier what was learnt; its "none" stands for the procedure as a whole
 */
export function createAspectReader(find: (words: readonly Word[]) => Aspect | null, classifier: Classifier) {
  return (words: readonly Word[]): Aspect | null => {
    if (words.length === 0) return null
    const learned = classifier.classify(aspectFeatures(words, find(words)))
    let best = 0
    learned.forEach((likely, at) => {
      if (likely > (learned[best] ?? 0)) best = at
    })
    return aspects.find((aspect) => aspect === classifier.classes[best]) ?? null
  }
}
