import { fold } from '../matching/fold.ts'
import { repairTelex } from '../matching/repair-telex.ts'

/** One syllable, number or abbreviation of what a person typed. */
export interface Token {
  /** Without diacritics, lower case. */
  folded: string
  /** With them, wherever in the syllable the tone was put ("Hoà" and "Hòa" are one). */
  exact: string
  /** A comma or the like stands before it: no name goes across. */
  apart: boolean
}

/** An address is shorter; a longer text is cut, so that nobody can keep the server busy with one. */
const longestText = 300

export function tokenise(text: string): Token[] {
  const tokens: Token[] = []
  let end = 0
  const clean = text
    .slice(0, longestText)
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .toLowerCase()
  for (const match of clean.matchAll(/[\p{L}\p{M}\p{N}]+/gu)) {
    const word = repairTelex(match[0]) ?? match[0]
    const folded = fold(word)
    if (folded !== '') {
      tokens.push({
        folded,
        exact: exactForm(word),
        apart: /[,;:()/\n|]/.test(clean.slice(end, match.index)),
      })
    }
    end = match.index + match[0].length
  }
  return tokens
}

/** Whether what was typed can be this name: nobody need type diacritics, but those typed count. */
export function agrees(typed: Token, name: Token): boolean {
  return typed.folded === name.folded && (typed.exact === typed.folded || typed.exact === name.exact)
}

const tones = /[\u0300\u0301\u0303\u0309\u0323]/g

function exactForm(syllable: string): string {
  const apart = syllable.normalize('NFD')
  return apart.replace(tones, '') + (apart.match(tones) ?? []).join('')
}
