import { isSyllable } from './syllable.ts'

/** The words of the wordings and names that are known, for what was typed wrongly. */
export interface Lexicon {
  /** The known word that is one slip away from one that is none: "kets" no, "hoonf" no, "sihn" → "sinh". */
  correct(word: string): string | undefined
  /** The words of two that were typed as one: "khaisinh" → "khai sinh". */
  split(word: string): string | undefined
}

const shortest = 3
const longestWord = 14

/**
 * Prepares what is known of spelling.
 * @param texts lists of folded words that stand beside each other, e.g. a procedure's name
 */
export function createLexicon(texts: Iterable<readonly string[]>): Lexicon {
  const counts = new Map<string, number>()
  const joined = new Map<string, string>()
  for (const words of texts) {
    words.forEach((word, at) => {
      if (/^[a-z]+$/.test(word)) counts.set(word, (counts.get(word) ?? 0) + 1)
      const next = words[at + 1]
      const both = next === undefined ? '' : word + next
      if (word.length > 1 && both.length >= 5 && /^[a-z]+$/.test(both) && !isSyllable(both))
        joined.set(both, `${word} ${next}`)
    })
  }
  const nearby = new Map<string, string>()
  const commonest = [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))
  for (const [word] of commonest) {
    if (word.length < shortest || word.length > longestWord) continue
    for (const key of [word, ...shortened(word)]) if (!nearby.has(key)) nearby.set(key, word)
  }
  return {
    correct(word) {
      if (word.length < shortest || word.length > longestWord) return undefined
      if (!/^[a-z]+$/.test(word) || counts.has(word) || isSyllable(word)) return undefined
      for (const key of [word, ...shortened(word)]) {
        const meant = nearby.get(key)
        if (meant && meant[0] === word[0] && isOneSlip(word, meant)) return meant
      }
      return undefined
    },
    split: (word) => (counts.has(word) ? undefined : joined.get(word)),
  }
}

/** The word without each of its letters but the first. */
function shortened(word: string): string[] {
  return Array.from({ length: word.length - 1 }, (_, at) => word.slice(0, at + 1) + word.slice(at + 2))
}

/** One letter too many, too few, another, or two that changed places. */
function isOneSlip(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false
  let at = 0
  while (at < a.length && a[at] === b[at]) at++
  const [restA, restB] = [a.slice(at), b.slice(at)]
  return (
    restA.slice(1) === restB ||
    restA === restB.slice(1) ||
    restA.slice(1) === restB.slice(1) ||
    (restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2))
  )
}
