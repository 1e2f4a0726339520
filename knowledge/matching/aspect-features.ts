import type { Features } from './features-of.ts'
import type { Aspect } from './match.ts'
import type { Word } from './read-words.ts'

const accented = 0.5
const pair = 1
const apart = 0.6
const wording = 3

/** What tells which part of a procedure is asked for: the words, pairs of them, and the wording that stands there. */
export function aspectFeatures(words: readonly Word[], found: Aspect | null): Features {
  const features = new Map<string, number>()
  const meant = words.map((word) => (word.or && !word.or.word.startsWith('/') ? word.or : word))
  meant.forEach(({ word, accents }, at) => {
    features.set(word, 1)
    if (accents) features.set(`${word}:${accents}`, accented)
    const [next, after] = [meant[at + 1], meant[at + 2]]
    if (next) features.set(`${word}_${next.word}`, pair)
    if (after) features.set(`${word}__${after.word}`, apart)
  })
  features.set(`=${found}`, wording)
  return features
}
