import { officeWeight, type PreparedProcedure, weightOf } from './prepare-procedure.ts'
import type { Query } from './read-query.ts'
import { telling } from './telling.ts'
import { likeness, trigramsOf } from './trigrams.ts'

/** How a procedure's names bear on a question; every value about 0–1 but the counts. */
export interface LexicalSigns {
  /** The name or alias that says most of what was asked. */
  overlap: number
  /** How alike the likest looks letter by letter. */
  trigram: number
  /** A name stands in the text as a whole: how much it says, a sixth a word; else 0. */
  whole: number
  /** How much of what was asked the procedure accounts for; words of every office count little. */
  covers: number
  /** Concepts of the question that it has: named ones, hinted ones, qualifiers. */
  shared: number
  hinted: number
  qualified: number
  /** Qualifiers ("lại", "nước ngoài") that its name needs and the question lacks, or the other way round. */
  missing: number
  unasked: number
  /** Concepts named in the question that are foreign to it. */
  foreign: number
  /** How much of what the question gives signs of is its own. */
  signs: number
  /** Concepts of its name that the question lacks: it is mostly about something else. */
  extra: number
  /** The matter is named in so many words, not only hinted at. */
  named: boolean
  /** The gone name that was used, if one says more than every other. */
  former?: string
}

/** A word that no procedure knows may be a name or a detail: it weighs less than a known one. */
const unknownWord = 0.5
const conceptWeight = 2
/** A syllable alone is half a word in Vietnamese: it counts in full beside a neighbour it has there too. */
const loneSyllable = 0.5

/** Prepares the comparing of one question with procedures. */
export function compareWith(query: Query, qualifiers: ReadonlySet<string>) {
  const trigrams = trigramsOf(telling(query.matter))
  const asked = weightOf(query.matter)
  return (one: PreparedProcedure): LexicalSigns => {
    const phrase = bestPhrase(one, query, trigrams, asked)
    const concepts = compareConcepts(one, query, qualifiers)
    return {
      ...phrase,
      ...concepts,
      covers: coverage(one, query),
      signs: sharedSigns(one, query),
      named: phrase.whole > 0 || concepts.shared > 0,
    }
  }
}

function bestPhrase(
  { phrases }: PreparedProcedure,
  query: Query,
  trigrams: ReadonlySet<string>,
  asked: number,
): { overlap: number; trigram: number; whole: number; former?: string } {
  let overlap = 0
  let trigram = 0
  let whole = 0
  let former: string | undefined
  for (const phrase of phrases) {
    let shared = 0
    for (const [word, { key, office }] of phrase.matter) {
      const typed = query.matter.get(word)
      if (typed && (typed.key === key || typed.key === word || key === word))
        shared += office ? officeWeight : 1
    }
    const recall = shared / phrase.weight
    const precision = asked === 0 ? 0 : shared / asked
    overlap = Math.max(overlap, 0.6 * recall * Math.min(1, phrase.weight / 2) + 0.4 * precision)
    trigram = Math.max(trigram, likeness(trigrams, phrase.trigrams))
    const size = recall === 1 && !phrase.hint && phrase.weight > 1 ? Math.min(1, phrase.weight / 6) : 0
    if (size > whole) {
      whole = size
      former = phrase.former
    }
  }
  return { overlap, trigram, whole, ...(former === undefined ? {} : { former }) }
}

function coverage(one: PreparedProcedure, query: Query): number {
  let all = 0
  let covered = 0
  for (const [id, { hint }] of query.concepts) {
    const weight = hint ? 1 : conceptWeight
    all += weight
    if (one.concepts.has(id)) covered += weight
  }
  for (const { key, pairs, inConcept, office } of query.matter.values()) {
    if (inConcept) continue
    const known = one.vocabulary.has(key)
    const weight = office ? officeWeight : known ? 1 : unknownWord
    all += weight
    if (known) covered += pairs.some((pair) => one.vocabulary.has(pair)) ? weight : weight * loneSyllable
  }
  return all === 0 ? 0 : covered / all
}

function sharedSigns(one: PreparedProcedure, { signs }: Query): number {
  let shared = 0
  for (const id of signs) if (one.signs.has(id)) shared++
  return signs.size === 0 ? 0 : shared / signs.size
}

function compareConcepts(one: PreparedProcedure, query: Query, qualifiers: ReadonlySet<string>) {
  const counts = { shared: 0, hinted: 0, qualified: 0, missing: 0, unasked: 0, foreign: 0, extra: 0 }
  for (const id of one.nameConcepts) {
    if (query.concepts.has(id)) continue
    if (one.needed.has(id)) counts.missing++
    else if (!qualifiers.has(id)) counts.extra++
  }
  for (const [id, { hint }] of query.concepts) {
    const own = one.concepts.has(id)
    if (qualifiers.has(id)) {
      if (own) counts.qualified++
      else if (!hint) counts.unasked++
    } else if (own && hint) counts.hinted++
    else if (own) counts.shared++
    else if (!hint) counts.foreign++
  }
  return counts
}
