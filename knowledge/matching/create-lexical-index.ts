import type { Query } from './read-query.ts'

/** A document as its fields' terms, each field counting so much. */
export type LexicalFields = readonly { terms: readonly string[]; weight: number }[]

export interface LexicalIndex {
  /** BM25 of every document, by its place in the list; 0 where nothing is shared. */
  search(query: Query): Float64Array
}

/** Robertson's usual ones, the length counting less: a long name is no worse a name. */
const k1 = 1.2
const b = 0.4
const hinted = 0.5
const officeWord = 0.3

/** Builds the inverted index of the procedures' names; terms are words, pairs of words and concepts. */
export function createLexicalIndex(documents: readonly LexicalFields[]): LexicalIndex {
  const postings = new Map<string, { at: number[]; count: number[] }>()
  const lengths = documents.map((fields, at) => {
    const counts = new Map<string, number>()
    for (const { terms, weight } of fields)
      for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + weight)
    for (const [term, count] of counts) {
      const posting = postings.get(term) ?? { at: [], count: [] }
      posting.at.push(at)
      posting.count.push(count)
      postings.set(term, posting)
    }
    return [...counts.values()].reduce((sum, count) => sum + count, 0)
  })
  const mean = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length)
  const norms = lengths.map((length) => k1 * (1 - b + (b * length) / mean))
  return {
    search(query) {
      const scores = new Float64Array(documents.length)
      for (const term of query.terms) {
        const posting = postings.get(term)
        if (!posting) continue
        const found = posting.at.length
        const weight = weightOf(term, query) * Math.log(1 + (documents.length - found + 0.5) / (found + 0.5))
        posting.at.forEach((at, place) => {
          const count = posting.count[place] ?? 0
          scores[at] = (scores[at] ?? 0) + (weight * count * (k1 + 1)) / (count + (norms[at] ?? k1))
        })
      }
      return scores
    },
  }
}

function weightOf(term: string, query: Query): number {
  if (term.startsWith('#')) return query.concepts.get(term.slice(1))?.hint ? hinted : 2
  if (term.startsWith('%')) return hinted
  return query.matter.get(term)?.office ? officeWord : 1
}
