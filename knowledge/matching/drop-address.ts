import type { Word } from './read-words.ts'

/** Whom people call at the beginning of what they say, folded: "cháu ơi, …". */
const called = new Set(
  'da thua em chau con anh chi bac chu co di cau ong ba bo me ad admin ban tro li mot cua phuong'.split(' '),
)

/**
 * A text without whom it calls at its beginning: "cháu ơi", "trợ lý ơi". Typed without diacritics that looks like
 * other words ("chau oi" like "cháy"), and it is never what is meant.
 */
export function dropAddress(words: readonly Word[]): readonly Word[] {
  const at = words.slice(0, 4).findIndex(({ word }) => word === 'oi')
  return at > 0 && words.slice(0, at).every(({ word }) => called.has(word)) ? words.slice(at + 1) : words
}
