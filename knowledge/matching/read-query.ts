import type { Lexicon } from './create-lexicon.ts'
import type { MatchingData } from './load-matching-data.ts'
import { readWords, type Word } from './read-words.ts'
import { findWordings, indexWordings, type Wording, type WordingIndex } from './wording.ts'

/** What can be told of a text before it is held against any procedure. */
export interface Query {
  words: readonly Word[]
  /** The concepts it holds, and whether they are only hinted at or only qualify. */
  concepts: ReadonlyMap<string, { hint: boolean; qualifier: boolean }>
  /** Signs of what is meant ('lost', 'age_0_5'), which name no matter of their own. */
  signs: ReadonlySet<string>
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

/** Reads a text, or the words of one that were read before. */
export type QueryReader = (text: string | readonly Word[]) => Query

interface ConceptWording {
  id: string
  role: 'says' | 'hint' | 'sign' | 'unless'
  qualifier: boolean
}

/** Prepares the reading of texts, of questions and of procedures' names alike. */
export function createQueryReader(data: MatchingData, lexicon?: Lexicon): QueryReader {
  const index: WordingIndex<ConceptWording> = indexWordings(
    data.concepts.flatMap(({ id, wordings, unless, qualifier }) => [
      ...wordings.map(({ wording, role }): [Wording, ConceptWording] => [wording, { id, role, qualifier }]),
      ...unless.map((wording): [Wording, ConceptWording] => [wording, { id, role: 'unless', qualifier }]),
    ]),
  )
  const isIn = (set: ReadonlySet<string>, { word, accents }: Word) =>
    set.has(accents ? `${word}:${accents}` : word)
  return (text) => {
    const words = typeof text === 'string' ? readWords(text, data.abbreviations, lexicon) : text
    const found = findWordings(words, index)
    const denied = found.filter(({ value }) => value.role === 'unless')
    const named = found.filter(
      ({ value, from, to }) =>
        value.role !== 'unless' &&
        !denied.some((one) => one.value.id === value.id && one.from < to && one.to > from),
    )
    const concepts = new Map<string, { hint: boolean; qualifier: boolean }>()
    const covered = new Set<number>()
    const signs = new Set<string>()
    for (const { value, from, to } of named) {
      if (value.role === 'sign') {
        signs.add(value.id)
        continue
      }
      const hint = value.role === 'hint'
      if (!hint || !concepts.has(value.id)) concepts.set(value.id, { hint, qualifier: value.qualifier })
      for (let at = from; at < to; at++) covered.add(at)
    }
    const matter = new Map<string, Matter>()
    const terms = new Set<string>()
    const meant = words.map((word) => (word.or && !word.or.word.startsWith('/') ? word.or : word))
    meant.forEach((word, at) => {
      const [before, next] = [meant[at - 1], meant[at + 1]]
      const plain = isIn(data.functionWords, word)
      if (next && !(plain && isIn(data.functionWords, next))) terms.add(`${word.word}_${next.word}`)
      if (plain) return
      const key = word.accents ? `${word.word}:${word.accents}` : word.word
      terms.add(word.word).add(key)
      const kept = matter.get(word.word)
      matter.set(word.word, {
        key,
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
    for (const id of signs) terms.add(`%${id}`)
    return { words, concepts, signs, matter, terms: [...terms] }
  }
}
