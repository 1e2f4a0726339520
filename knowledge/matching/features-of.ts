import type { Query } from './read-query.ts'
import { telling } from './telling.ts'

/** What the classifier goes by: the name of a sign and how much it counts. */
export type Features = ReadonlyMap<string, number>

const pair = 0.8
const concept = 2.2
const hint = 1
const sign = 2
const both = 1
/** A text that tells of more than this tells of everything. */
const mostTold = 14
const wording = 2.5
const letters = 0.2

/**
 * The signs of a text: its words with and without diacritics, pairs of them, concepts and signs, alone and by two, pieces of the words that
 * matter (they outlive a slip of a key), and the wordings of intents and other offices that stand in it.
 * @param found marks of the wordings found, e.g. "!human", "@bank"
 */
export function featuresOf(query: Query, found: Iterable<string>): Features {
  const features = new Map<string, number>()
  const words = query.words.map((word) => (word.or && !word.or.word.startsWith('/') ? word.or : word))
  words.forEach(({ word, accents }, at) => {
    features.set(word, 1)
    if (accents) features.set(`${word}:${accents}`, 1)
    const next = words[at + 1]
    if (next) features.set(`${word}_${next.word}`, pair)
  })
  for (const [id, { hint: hinted }] of query.concepts) features.set(`#${id}`, hinted ? hint : concept)
  const told = [...query.concepts.keys(), ...query.signs].slice(0, mostTold).sort()
  told.forEach((one, at) => {
    for (const other of told.slice(at + 1)) features.set(`${one}+${other}`, both)
  })
  for (const id of query.signs) features.set(`%${id}`, sign)
  for (const mark of found) features.set(mark, wording)
  for (const word of telling(query.matter)) {
    if (word.length < 3) continue
    const padded = `<${word}>`
    for (let at = 0; at + 3 <= padded.length; at++) features.set(`~${padded.slice(at, at + 3)}`, letters)
  }
  features.set(`*${Math.min(5, Math.ceil(Math.log2(words.length + 1)))}`, 1)
  return features
}
