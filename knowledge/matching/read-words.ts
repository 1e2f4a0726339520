import { accentsOf } from './accents.ts'
import { fold } from './fold.ts'
import { repairTelex } from './repair-telex.ts'

/** A syllable of a text, as it is compared. */
export interface Word {
  /** Folded; "kí" and "ký" alike. */
  word: string
  /** See `accentsOf`; '' when typed without. */
  accents: string
  /** What else it may be: what a Telex keyboard made of a word, or the word of a menu ("/papers"). */
  or?: Word
}

/** Shorthand as people type it, lower case with its diacritics, and the words it stands for. */
export type Abbreviations = ReadonlyMap<string, string>

/** What a person asks stands at the beginning; the rest of a very long text is not looked at. */
const longest = 2000
const mostWords = 250

/** Splits a text into folded syllables, shorthand written out, Telex remains repaired beside the typed word. */
export function readWords(text: string, abbreviations: Abbreviations): Word[] {
  const clean = text
    .slice(0, longest)
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .toLowerCase()
  const words: Word[] = []
  for (const [piece] of clean.matchAll(/[\p{L}\p{M}\p{N}]+/gu)) {
    if (words.length >= mostWords) break
    const long = abbreviations.get(piece)
    if (long) for (const word of long.split(' ')) words.push(readWord(word))
    else {
      const repaired = repairTelex(piece)
      words.push(repaired === null ? readWord(piece) : { ...readWord(piece), or: readWord(repaired) })
    }
  }
  // A word of a menu is known with its slash only, so that "papers" in a sentence stays a word like others.
  const [first, ...rest] = words
  const [menu] = /^\s*\/[a-z0-9]+/.exec(clean) ?? []
  return first && menu ? [{ ...first, or: readWord(menu.trim()) }, ...rest] : words
}

export function readWord(word: string): Word {
  return { word: fold(word).replace(/^([hklmst]|qu)y$/, '$1i'), accents: accentsOf(word) }
}
