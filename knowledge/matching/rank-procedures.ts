import MiniSearch from 'minisearch'
import type { MatchingData } from './load-matching-data.ts'
import type { Query, QueryReader } from './read-query.ts'
import { isSyllable } from './syllable.ts'
import { likeness, trigramsOf } from './trigrams.ts'

/** A procedure as it is looked for. */
export interface MatchEntry {
  code: string
  name: string
  short: string
  /** How people ask for it, in any language. */
  aliases: readonly string[]
  field: string
}

export interface Ranked {
  entry: MatchEntry
  /** 0–1, comparable only within one query. */
  score: number
  /** How much of what was asked the procedure accounts for, 0–1; words of every office count little. */
  covers: number
  /** One of its names stands in the text as a whole, or a concept of it is named in so many words. */
  named: boolean
  /** Neither side has a qualifier ("lại", "nước ngoài") that the other lacks, and no named concept is foreign to it. */
  fits: boolean
}

interface Phrase {
  words: readonly string[]
  trigrams: ReadonlySet<string>
  /** Only hints make it up ("mới sinh con"): found as a whole it still doesn't name the procedure. */
  hint: boolean
}

interface Prepared {
  entry: MatchEntry
  phrases: readonly Phrase[]
  concepts: ReadonlySet<string>
  /** Qualifiers in the name itself, which the person must have meant too. */
  nameQualifiers: readonly string[]
  vocabulary: ReadonlySet<string>
}

/** How much each sign counts; fitted by cross-validation on labelled questions, rounded. */
const weights = {
  lexical: 0.35,
  phrase: 0.3,
  trigram: 0.15,
  covers: 0.3,
  missingQualifier: 0.25,
  foreignConcept: 0.1,
}
/** Words that no procedure knows may be names or details: they weigh less than known ones. */
const unknownWord = 0.5
const officeWord = 0.15
const conceptWeight = 2

/** Builds the index once; ranking then holds a query against every procedure. */
export function createRanking(entries: readonly MatchEntry[], read: QueryReader, data: MatchingData) {
  const qualifiers = new Set(data.concepts.filter(({ qualifier }) => qualifier).map(({ id }) => id))
  const prepared = new Map(entries.map((entry) => [entry.code, prepare(entry, read, qualifiers)]))
  const index = new MiniSearch<{ id: string; name: string; phrases: string; field: string }>({
    fields: ['name', 'phrases', 'field'],
    tokenize: (text) => text.split(' '),
    processTerm: (term) => term,
  })
  const vocabulary = new Set<string>()
  for (const entry of entries) {
    const termsOf = (text: string) => read(text).terms.join(' ')
    const document = {
      id: entry.code,
      name: termsOf(`${entry.name}`),
      phrases: [entry.short, ...entry.aliases].map(termsOf).join(' '),
      field: termsOf(entry.field),
    }
    index.add(document)
    for (const text of [document.name, document.phrases])
      for (const term of text.split(' ')) vocabulary.add(term)
  }
  const fuzzy = (term: string) =>
    /^[a-z]{4,}$/.test(term) && !vocabulary.has(term) && !isSyllable(term) ? 1 : false

  /** Every procedure that shares anything with the query, best first. */
  return (query: Query): Ranked[] => {
    if (query.terms.length === 0) return []
    const lexical = new Map(
      index
        .search(query.terms.join(' '), {
          boost: { name: 1, phrases: 1.5, field: 0.3 },
          boostTerm: (term) => (term.startsWith('#') ? (query.concepts.get(term.slice(1))?.hint ? 1 : 2) : 1),
          fuzzy,
          combineWith: 'OR',
        })
        .map((result) => [String(result.id), result.score]),
    )
    const best = Math.max(...lexical.values(), 1e-9)
    const words = [...query.matter.keys()]
    const trigrams = trigramsOf(words)
    const ranked: Ranked[] = []
    for (const one of prepared.values()) {
      const bm25 = (lexical.get(one.entry.code) ?? 0) / best
      const phrase = bestPhrase(one, query, trigrams)
      if (bm25 === 0 && phrase.trigram < 0.3) continue
      const covers = coverage(one, query)
      const { missing, foreign } = mismatches(one, query, qualifiers)
      const named =
        phrase.whole || [...query.concepts].some(([id, { hint }]) => !hint && one.concepts.has(id))
      const score =
        weights.lexical * bm25 +
        weights.phrase * phrase.overlap +
        weights.trigram * phrase.trigram +
        weights.covers * covers -
        weights.missingQualifier * missing -
        weights.foreignConcept * foreign
      ranked.push({
        entry: one.entry,
        score: Math.max(0, Math.min(1, score)),
        covers,
        named,
        fits: missing + foreign === 0,
      })
    }
    return ranked.sort((a, b) => b.score - a.score || a.entry.code.localeCompare(b.entry.code))
  }
}

function prepare(entry: MatchEntry, read: QueryReader, qualifiers: ReadonlySet<string>): Prepared {
  const texts = [entry.name, entry.short, ...entry.aliases]
  const queries = texts.map(read)
  const nameQualifiers = [...(queries[0]?.concepts.keys() ?? [])].filter((id) => qualifiers.has(id))
  return {
    entry,
    phrases: queries.map((query) => ({
      words: [...query.matter.keys()],
      trigrams: trigramsOf([...query.matter.keys()]),
      hint: query.concepts.size > 0 && [...query.concepts.values()].every(({ hint }) => hint),
    })),
    concepts: new Set(queries.flatMap((query) => [...query.concepts.keys()])),
    nameQualifiers,
    vocabulary: new Set(queries.flatMap((query) => [...query.matter.keys()])),
  }
}

/** The name or alias that says most of what was asked, and how alike it looks letter by letter. */
function bestPhrase({ phrases }: Prepared, query: Query, trigrams: ReadonlySet<string>) {
  let overlap = 0
  let trigram = 0
  let whole = false
  for (const phrase of phrases) {
    if (phrase.words.length === 0) continue
    let shared = 0
    for (const word of phrase.words) if (query.matter.has(word)) shared++
    const recall = shared / phrase.words.length
    const precision = shared / Math.max(1, query.matter.size)
    overlap = Math.max(overlap, 0.6 * recall * Math.min(1, phrase.words.length / 2) + 0.4 * precision)
    trigram = Math.max(trigram, likeness(trigrams, phrase.trigrams))
    if (recall === 1 && !phrase.hint && phrase.words.length > 1) whole = true
  }
  return { overlap, trigram, whole }
}

function coverage(one: Prepared, query: Query): number {
  let all = 0
  let covered = 0
  for (const [id, { hint }] of query.concepts) {
    const weight = hint ? 1 : conceptWeight
    all += weight
    if (one.concepts.has(id)) covered += weight
  }
  for (const [word, { inConcept, office }] of query.matter) {
    if (inConcept) continue
    const known = one.vocabulary.has(word)
    const weight = office ? officeWord : known ? 1 : unknownWord
    all += weight
    if (known) covered += weight
  }
  return all === 0 ? 0 : covered / all
}

function mismatches(one: Prepared, query: Query, qualifiers: ReadonlySet<string>) {
  let missing = 0
  let foreign = 0
  for (const id of one.nameQualifiers) if (!query.concepts.has(id)) missing++
  for (const [id, { hint }] of query.concepts) {
    if (hint || one.concepts.has(id)) continue
    if (qualifiers.has(id)) missing++
    else foreign++
  }
  return { missing: Math.min(missing, 2), foreign: Math.min(foreign, 3) }
}
