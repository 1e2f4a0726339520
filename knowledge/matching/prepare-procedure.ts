import type { Query, QueryReader } from './read-query.ts'
import { telling } from './telling.ts'
import { trigramsOf } from './trigrams.ts'

/** A procedure as it is looked for. */
export interface MatchEntry {
  code: string
  name: string
  short: string
  /** How people ask for it, in any language. */
  aliases: readonly string[]
  /** Names that have gone; they find it like any other, and it is told that one was used. */
  formerNames?: readonly string[]
  /** Codes that it took the place of; what was learnt of them holds for it. */
  replaces?: readonly string[]
  field: string
}

export interface Phrase {
  matter: Query['matter']
  weight: number
  trigrams: ReadonlySet<string>
  /** Only hints make it up ("mới sinh con"): found as a whole it still doesn't name the procedure. */
  hint: boolean
  /** It is this name, which has gone. */
  former?: string
}

export interface PreparedProcedure {
  entry: MatchEntry
  phrases: readonly Phrase[]
  concepts: ReadonlySet<string>
  signs: ReadonlySet<string>
  /** What the name itself is about. */
  nameConcepts: ReadonlySet<string>
  /** Qualifiers that the person must have meant too: the name holds them, and a third of the other wordings. */
  needed: ReadonlySet<string>
  /** Its words, with and without diacritics, and pairs of them. */
  vocabulary: ReadonlySet<string>
  /** What is looked up: of its name, its other wordings, its field. */
  terms: {
    name: readonly string[]
    phrases: readonly string[]
    field: readonly string[]
  }
}

/** A word of every office says so little beside one of the matter. */
export const officeWeight = 0.15

/** Reads a procedure's names once, for all the questions to come. */
export function prepareProcedure(
  entry: MatchEntry,
  read: QueryReader,
  qualifiers: ReadonlySet<string>,
): PreparedProcedure {
  const name = read(entry.name)
  const others = [entry.short, ...entry.aliases].map(read)
  const formers = (entry.formerNames ?? []).map((former) => ({ former, query: read(former) }))
  const all = [name, ...others, ...formers.map(({ query }) => query)]
  const nameConcepts = new Set(name.concepts.keys())
  const isNeeded = (id: string) =>
    qualifiers.has(id) && others.filter(({ concepts }) => concepts.has(id)).length * 3 >= others.length
  return {
    entry,
    phrases: [
      ...[name, ...others].map((query) => phraseOf(query)),
      ...formers.map(({ former, query }) => ({ ...phraseOf(query), former })),
    ].filter(({ matter }) => matter.size > 0),
    concepts: new Set(all.flatMap(({ concepts }) => [...concepts.keys()])),
    signs: new Set(all.flatMap(({ signs }) => [...signs])),
    nameConcepts,
    needed: new Set([...nameConcepts].filter(isNeeded)),
    vocabulary: new Set(
      all.flatMap(({ matter }) => [...matter].flatMap(([word, { key, pairs }]) => [word, key, ...pairs])),
    ),
    terms: {
      name: name.terms,
      phrases: all.slice(1).flatMap(({ terms }) => terms),
      field: read(entry.field).terms,
    },
  }
}

function phraseOf({ matter, concepts }: Query): Phrase {
  return {
    matter,
    weight: weightOf(matter),
    trigrams: trigramsOf(telling(matter)),
    hint: concepts.size > 0 && [...concepts.values()].every(({ hint }) => hint),
  }
}

export function weightOf(matter: Query['matter']): number {
  let weight = 0
  for (const { office } of matter.values()) weight += office ? officeWeight : 1
  return weight
}
