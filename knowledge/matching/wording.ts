import { readWord, type Word } from './read-words.ts'

/**
 * How people say something, as written in the data files: words in order, `a|b` for either word, `..` for
 * up to four words of any kind between, `^…$` when the text must be nothing else, `/word` for a text that begins
 * with that word of a menu. Typed without diacritics it fits; typed with others it doesn't.
 */
export interface Wording {
  steps: readonly Step[]
  /** Only when nothing else is said. */
  whole: boolean
  /** How many words it fixes: what a longer one covers outweighs a shorter. */
  size: number
}

interface Step {
  any: readonly Word[]
  /** Their folded forms: most words are none of them. */
  folded: ReadonlySet<string>
  /** Other words may come before this one. */
  gap: boolean
}

/** Where a wording stands in a text: words `from` up to and not including `to`. */
export interface Span {
  from: number
  to: number
}

const widestGap = 4

/** @throws RangeError when the wording is empty or begins or ends with a gap */
export function compileWording(written: string): Wording {
  const steps: Step[] = []
  let gap = false
  const [, anchored] = /^\^(.+)\$$/.exec(written.trim()) ?? []
  for (const part of (anchored ?? written).trim().split(/\s+/)) {
    if (part === '..') gap = true
    else if (part !== '') {
      const any = part.split('|').map((word) => readWord(word))
      if (any.some(({ word }) => !/^\/?[a-z0-9]+$/.test(word))) throw new RangeError(`"${part}" is no word`)
      steps.push({ any, folded: new Set(any.map(({ word }) => word)), gap })
      gap = false
    }
  }
  if (steps.length === 0 || gap || steps[0]?.gap)
    throw new RangeError('a wording begins and ends with a word')
  return { steps, size: steps.length, whole: anchored !== undefined }
}

/** Wordings sorted under the words they can begin with, so that a text is scanned once. */
export type WordingIndex<T> = ReadonlyMap<string, readonly { wording: Wording; value: T }[]>

export function indexWordings<T>(list: Iterable<readonly [Wording, T]>): WordingIndex<T> {
  const index = new Map<string, { wording: Wording; value: T }[]>()
  for (const [wording, value] of list) {
    for (const word of wording.steps[0]?.folded ?? []) {
      const known = index.get(word)
      if (known) known.push({ wording, value })
      else index.set(word, [{ wording, value }])
    }
  }
  return index
}

/** Every place where a wording of the index stands in the text. */
export function findWordings<T>(
  words: readonly Word[],
  index: WordingIndex<T>,
): (Span & { value: T; size: number })[] {
  const strict = isAccented(words)
  const found: (Span & { value: T; size: number })[] = []
  words.forEach((word, from) => {
    for (const first of word.or ? [word.word, word.or.word] : [word.word]) {
      for (const { wording, value } of index.get(first) ?? []) {
        const to = follow(words, from, wording.steps, strict)
        const fitting = to !== null && (!wording.whole || (from === 0 && to === words.length))
        if (fitting) found.push({ from, to, value, size: wording.size })
      }
    }
  })
  return found
}

/** Who types diacritics types nearly all of them, so a bare word is then meant as it stands. */
function isAccented(words: readonly Word[]): boolean {
  let accented = 0
  for (const word of words) if (word.accents !== '') accented++
  return accented >= 2 && accented * 5 >= words.length * 2
}

function follow(
  words: readonly Word[],
  from: number,
  steps: readonly Step[],
  strict: boolean,
): number | null {
  let at = from
  for (const step of steps) {
    const end = step.gap ? at + widestGap : at
    while (at <= end && !fits(words[at], step, strict)) at++
    if (at > end) return null
    at++
  }
  return at
}

function fits(typed: Word | undefined, step: Step, strict: boolean): boolean {
  if (!typed) return false
  if (typed.or && fits(typed.or, step, strict)) return true
  if (!step.folded.has(typed.word)) return false
  return step.any.some(
    (meant) =>
      meant.word === typed.word &&
      (meant.accents === typed.accents || meant.accents === '' || (typed.accents === '' && !strict)),
  )
}
