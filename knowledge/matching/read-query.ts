import type { MatchingData } from './load-matching-data.ts'
import { readWords, type Word } from './read-words.ts'
import { findWordings, indexWordings, type Wording, type WordingIndex } from './wording.ts'

/** What can be told of a text before it is held against any procedure. */
export interface Query {
  words: readonly Word[]
  /** The concepts it holds, and whether they are only hinted at or only qualify. */
  concepts: ReadonlyMap<string, { hint: boolean; qualifier: boolean }>
  /** The words that carry matter, by their folded form. */
  matter: ReadonlyMap<string, Matter>
  /** What is looked up in the index. */
  terms: readonly string[]
}

export interface Matter {
  /** Folded, a colon and the diacritics when it was typed with any, otherwise folded. */
  key: string
  /** With its neighbours, as they are looked up. */
  pairs: readonly string[]
  /** A concept covers it. */
  inConcept: boolean
  /** One of the words of every office, or a number. */
  office: boolean
}

export type QueryReader = (text: string) => Query

interface ConceptWording {
  id: string
  hint: boolean
  qualifier: boolean
  unless: boolean
}

/** Prepares the reading of texts, of questions and of procedures' names alike. */
export function createQueryReader(data: MatchingData): QueryReader {
  const index: WordingIndex<ConceptWording> = indexWordings(
    data.concepts.flatMap(({ id, wordings, unless, qualifier }) => [
      ...wordings.map(({ wording, hint }): [Wording, ConceptWording] => [
        wording,
        { id, hint, qualifier, unless: false },
      ]),
      ...unless.map((wording): [Wording, ConceptWording] => [
        wording,
        { id, hint: false, qualifier, unless: true },
      ]),
    ]),
  )
  const isIn = (set: ReadonlySet<string>, { word, accents }: Word) =>
    set.has(accents ? `${word}:${accents}` : word)
  return (text) => {
    const words = readWords(text, data.abbreviations)
    const found = findWordings(words, index)
    const denied = found.filter(({ value }) => value.unless)
    const named = found.filter(
      ({ value, from, to }) =>
        !value.unless && !denied.some((one) => one.value.id === value.id && one.from < to && one.to > from),
    )
    const concepts = new Map<string, { hint: boolean; qualifier: boolean }>()
    const covered = new Set<number>()
    for (const { value, from, to } of named) {
      if (!value.hint || !concepts.has(value.id))
        concepts.set(value.id, { hint: value.hint, qualifier: value.qualifier })
      for (let at = from; at < to; at++) covered.add(at)
    }
    const matter = new Map<string, Matter>()
    const terms = new Set<string>()
    words.forEach((word, at) => {
      const [before, next] = [words[at - 1], words[at + 1]]
      const plain = isIn(data.functionWords, word)
      if (next && !(plain && isIn(data.functionWords, next))) terms.add(`${word.word}_${next.word}`)
      if (plain) return
      terms.add(word.word)
      if (word.accents) terms.add(`${word.word}:${word.accents}`)
      if (word.or) terms.add(word.or.word)
      const kept = matter.get(word.word)
      matter.set(word.word, {
        key: word.accents ? `${word.word}:${word.accents}` : word.word,
        pairs: [
          ...(kept?.pairs ?? []),
          ...(before ? [`${before.word}_${word.word}`] : []),
          ...(next ? [`${word.word}_${next.word}`] : []),
        ],
        inConcept: covered.has(at) || kept?.inConcept === true,
        office: isIn(data.officeWords, word) || /^\d+$/.test(word.word),
      })
    })
    for (const id of concepts.keys()) terms.add(`#${id}`)
    return { words, concepts, matter, terms: [...terms] }
  }
}
