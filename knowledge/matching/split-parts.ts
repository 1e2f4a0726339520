import type { Word } from './read-words.ts'

const joints = new Set([
  'va',
  'roi',
  'xong',
  'voi',
  'cung',
  'luon',
  'kem',
  'dong',
  'sau',
  'them',
  'and',
  'then',
  'also',
  'plus',
])
const mostParts = 4

/** Whether a part is joined to the one before it by a word, not only by a comma. */
export function isJoined([first]: readonly Word[]): boolean {
  return first !== undefined && joints.has(first.word)
}

/**
 * The parts of a text that may each ask for something: it is cut at commas and words like "và", "rồi"; what names
 * no matter goes to the part before it, or to the next when there is none.
 * @param names whether words name a matter
 * @returns one part when only one names a matter
 */
export function splitParts(words: readonly Word[], names: (words: readonly Word[]) => boolean): Word[][] {
  const parts: Word[][] = []
  let piece: Word[] = []
  const close = () => {
    const last = parts.at(-1)
    if (last && !(names(piece) && names(last))) last.push(...piece)
    else if (piece.length > 0) parts.push(piece)
    piece = []
  }
  words.forEach((word) => {
    if (piece.length > 0 && (word.cut || joints.has(word.word))) close()
    piece.push(word)
  })
  close()
  return parts.length > mostParts ? [] : parts
}
