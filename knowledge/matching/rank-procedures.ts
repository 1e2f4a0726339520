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
  /** One of its names stands in the text as a whole, or its matter is named in so many words; a qualifier alone names none. */
  named: boolean
  /** Neither side has a qualifier ("lại", "nước ngoài") that the other lacks, no named concept is foreign to it, and
   *  it isn't mostly about something else (a name of several matters of which one was named). */
  fits: boolean
}

interface Phrase {
  matter: Query['matter']
  weight: number
  trigrams: ReadonlySet<string>
  /** Only hints make it up ("mới sinh con"): found as a whole it still doesn't name the procedure. */
  hint: boolean
}

interface Prepared {
  entry: MatchEntry
  phrases: readonly Phrase[]
  concepts: ReadonlySet<string>
  /** What the name itself is about. */
  nameConcepts: ReadonlySet<string>
  /** Qualifiers that the person must have meant too: the name holds them, and a third of the other wordings. */
  needed: ReadonlySet<string>
  /** Its words, with and without diacritics, and pairs of them. */
  vocabulary: ReadonlySet<string>
}

/** How much each sign counts; fitted by cross-validation on labelled questions, rounded. */
const weights = {
  lexical: 0.4,
  phrase: 0.27,
  trigram: 0.14,
  covers: 0.27,
  sharedQualifier: 0.07,
  missingQualifier: 0.22,
  foreignConcept: 0.2,
  extraConcept: 0.08,
}
/** A word that no procedure knows may be a name or a detail: it weighs less than a known one. */
const unknownWord = 0.5
const officeWord = 0.15
const conceptWeight = 2
/** A syllable alone is half a word in Vietnamese: it counts in full beside a neighbour it has there too. */
const loneSyllable = 0.5

/** Builds the index once; ranking then holds a query against every procedure. */
export function createRanking(entries: readonly MatchEntry[], read: QueryReader, data: MatchingData) {
  const qualifiers = new Set(data.concepts.filter(({ qualifier }) => qualifier).map(({ id }) => id))
  const prepared = entries.map((entry) => prepare(entry, read, qualifiers))
  const { search } = createIndex(entries, read)
  return (query: Query): Ranked[] => {
    if (query.terms.length === 0) return []
    const lexical = search(query)
    const trigrams = trigramsOf(telling(query.matter))
    const asked = weightOf(query.matter)
    const ranked: Ranked[] = []
    for (const one of prepared) {
      const bm25 = lexical.get(one.entry.code) ?? 0
      const phrase = bestPhrase(one, query, trigrams, asked)
      if (bm25 === 0 && phrase.trigram < 0.3) continue
      const covers = coverage(one, query)
      const { shared, missing, foreign, extra } = compareConcepts(one, query, qualifiers)
      const named =
        phrase.whole ||
        [...query.concepts].some(([id, { hint, qualifier }]) => !hint && !qualifier && one.concepts.has(id))
      const score =
        weights.lexical * bm25 +
        weights.phrase * phrase.overlap +
        weights.trigram * phrase.trigram +
        weights.covers * covers +
        weights.sharedQualifier * shared -
        weights.missingQualifier * missing -
        weights.foreignConcept * foreign -
        weights.extraConcept * Math.min(extra, 3)
      const fits = missing === 0 && foreign === 0 && (phrase.whole || extra * 2 <= one.nameConcepts.size)
      ranked.push({ entry: one.entry, score: Math.max(0, Math.min(1, score)), covers, named, fits })
    }
    return ranked.sort((a, b) => b.score - a.score || a.entry.code.localeCompare(b.entry.code))
  }
}

function createIndex(entries: readonly MatchEntry[], read: QueryReader) {
  const index = new MiniSearch<{ id: string; name: string; phrases: string; field: string }>({
    fields: ['name', 'phrases', 'field'],
    tokenize: (text) => text.split(' '),
    processTerm: (term) => term,
  })
  const termsOf = (text: string) => read(text).terms.join(' ')
  const vocabulary = new Set<string>()
  for (const { code, name, short, aliases, field } of entries) {
    const phrases = [short, ...aliases].map(termsOf).join(' ')
    const document = { id: code, name: termsOf(name), phrases, field: termsOf(field) }
    index.add(document)
    for (const text of [document.name, phrases]) for (const term of text.split(' ')) vocabulary.add(term)
  }
  // A word that is one, only not here, is no slip of another: "thuê" is not "thuế".
  const fuzzy = (term: string) =>
    /^[a-z]{4,}$/.test(term) && !vocabulary.has(term) && !isSyllable(term) ? 1 : false
  const boostOf = (term: string, query: Query) => {
    if (term.startsWith('#')) return query.concepts.get(term.slice(1))?.hint ? 1 : 2
    return query.matter.get(term)?.office ? 0.3 : 1
  }

  /** BM25 by code, as a share of the best. */
  const search = (query: Query): Map<string, number> => {
    const results = index.search(query.terms.join(' '), {
      boost: { name: 1, phrases: 1.5, field: 0.3 },
      boostTerm: (term) => boostOf(term, query),
      fuzzy,
      combineWith: 'OR',
    })
    const best = results[0]?.score ?? 1
    return new Map(results.map(({ id, score }) => [String(id), score / best]))
  }
  return { search }
}

function prepare(entry: MatchEntry, read: QueryReader, qualifiers: ReadonlySet<string>): Prepared {
  const queries = [entry.name, entry.short, ...entry.aliases].map(read)
  const nameConcepts = new Set(queries[0]?.concepts.keys())
  const others = queries.slice(1)
  const isNeeded = (id: string) =>
    qualifiers.has(id) && others.filter(({ concepts }) => concepts.has(id)).length * 3 >= others.length
  return {
    entry,
    phrases: queries
      .filter(({ matter }) => matter.size > 0)
      .map(({ matter, concepts }) => ({
        matter,
        weight: weightOf(matter),
        trigrams: trigramsOf(telling(matter)),
        hint: concepts.size > 0 && [...concepts.values()].every(({ hint }) => hint),
      })),
    concepts: new Set(queries.flatMap(({ concepts }) => [...concepts.keys()])),
    nameConcepts,
    needed: new Set([...nameConcepts].filter(isNeeded)),
    vocabulary: new Set(
      queries.flatMap(({ matter }) => [...matter].flatMap(([word, { key, pairs }]) => [word, key, ...pairs])),
    ),
  }
}

/** The words that tell a matter apart, or all when there are only words of every office. */
function telling(matter: Query['matter']): string[] {
  const words = [...matter].filter(([, { office }]) => !office).map(([word]) => word)
  return words.length > 0 ? words : [...matter.keys()]
}

function weightOf(matter: Query['matter']): number {
  let weight = 0
  for (const { office } of matter.values()) weight += office ? officeWord : 1
  return weight
}

/** The name or alias that says most of what was asked, and how alike it looks letter by letter. */
function bestPhrase({ phrases }: Prepared, query: Query, trigrams: ReadonlySet<string>, asked: number) {
  let overlap = 0
  let trigram = 0
  let whole = false
  for (const phrase of phrases) {
    let shared = 0
    for (const [word, { key, office }] of phrase.matter) {
      const typed = query.matter.get(word)
      if (typed && (typed.key === key || typed.key === word || key === word))
        shared += office ? officeWord : 1
    }
    const recall = shared / phrase.weight
    const precision = asked === 0 ? 0 : shared / asked
    overlap = Math.max(overlap, 0.6 * recall * Math.min(1, phrase.weight / 2) + 0.4 * precision)
    trigram = Math.max(trigram, likeness(trigrams, phrase.trigrams))
    if (recall === 1 && !phrase.hint && phrase.weight > 1) whole = true
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
  for (const { key, pairs, inConcept, office } of query.matter.values()) {
    if (inConcept) continue
    const known = one.vocabulary.has(key)
    const weight = office ? officeWord : known ? 1 : unknownWord
    all += weight
    if (known) covered += pairs.some((pair) => one.vocabulary.has(pair)) ? weight : weight * loneSyllable
  }
  return all === 0 ? 0 : covered / all
}

function compareConcepts(one: Prepared, query: Query, qualifiers: ReadonlySet<string>) {
  let shared = 0
  let missing = 0
  let foreign = 0
  let extra = 0
  for (const id of one.nameConcepts) {
    if (query.concepts.has(id)) continue
    if (one.needed.has(id)) missing++
    else if (!qualifiers.has(id)) extra++
  }
  for (const [id, { hint }] of query.concepts) {
    const own = one.concepts.has(id)
    if (qualifiers.has(id)) {
      if (own) shared++
      else if (!hint) missing++
    } else if (!own && !hint) foreign++
  }
  return {
    shared: Math.min(shared, 2),
    missing: Math.min(missing, 2),
    foreign: Math.min(foreign, 2),
    extra,
  }
}
