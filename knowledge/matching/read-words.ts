import { accentsOf } from './accents.ts'
import type { Lexicon } from './create-lexicon.ts'
import { fold } from './fold.ts'
import { repairTelex } from './repair-telex.ts'

/** A syllable of a text, as it is compared. */
export interface Word {
  /** Folded; "kí" and "ký" alike. */
  word: string
  /** See `accentsOf`; '' when typed without. */
  accents: string
  /** What else it may be: what a Telex keyboard or a slip made of a word, or the word of a menu ("/papers"). */
  or?: Word
  /** A comma, a full stop or the like stands before it. */
  cut?: true
}

/** Shorthand as people type it, lower case with its diacritics, and the words it stands for. */
export type Abbreviations = ReadonlyMap<string, string>

/** What a person asks stands at the beginning; the rest of a very long text is not looked at. */
const longest = 2000
const mostWords = 250

/** Numbers of people (identity cards, telephones, accounts), with or without spaces: they say nothing of the matter. */
const personalNumber = /(?<![\p{L}\d.])\+?\d(?:[ .-]?\d){6,}(?![\p{L}\d])/gu

/**
 * Splits a text into folded syllables, shorthand written out, Telex remains and slips repaired beside the typed word.
 * @param lexicon the words that are known here; without it slips stay as they are
 */
export function readWords(text: string, abbreviations: Abbreviations, lexicon?: Lexicon): Word[] {
  const clean = text
    .slice(0, longest)
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .toLowerCase()
    .replace(personalNumber, ' ')
  const words: Word[] = []
  let cut = false
  for (const [piece] of clean.matchAll(/[\p{L}\p{M}\p{N}]+|[,.;:!?\n]/gu)) {
    if (words.length >= mostWords) break
    if (/^[,.;:!?\n]$/.test(piece)) {
      cut = words.length > 0
      continue
    }
    const [first, ...rest] = readPiece(piece, abbreviations, lexicon)
    if (!first) continue
    words.push(cut ? { ...first, cut } : first, ...rest)
    cut = false
  }
  // A word of a menu is known with its slash only, so that "papers" in a sentence stays a word like others.
  const [first, ...rest] = words
  const [menu] = /^\s*\/[a-z0-9]+/.exec(clean) ?? []
  return first && menu ? [{ ...first, or: readWord(menu.trim()) }, ...rest] : words
}

function readPiece(piece: string, abbreviations: Abbreviations, lexicon: Lexicon | undefined): Word[] {
  // "ơiiii", "khai sinhhh": who leans on a key means it once.
  const short = piece.length > 3 ? piece.replace(/(\p{L})\1{2,}$/u, '$1') : piece
  const long = abbreviations.get(short) ?? lexicon?.split(fold(short))
  if (long) return long.split(' ').map(readWord)
  const repaired = repairTelex(short)
  if (repaired !== null) return [{ ...readWord(short), or: readWord(repaired) }]
  const word = readWord(short)
  const meant = lexicon?.correct(word.word)
  return [meant ? { ...word, or: { word: meant, accents: '' } } : word]
}

export function readWord(word: string): Word {
  return { word: fold(word).replace(/^([hklmst]|qu)y$/, '$1i'), accents: accentsOf(word) }
}
