import { codeLetters } from './code-letters.ts'

/** `CB` makes a private chat an official's, `NB` binds a group chat. */
export type ChatCodePrefix = 'CB' | 'NB'

/**
 * A code as it is given to an official: the prefix and twelve letters in groups of four (57 bits), such as
 * `CB-7KQM-A2XW-NP4T`. What is stored of it is its hash.
 * @param randomBelow a whole number in [0, max), not to be guessed by others
 */
export function makeChatCode(prefix: ChatCodePrefix, randomBelow: (max: number) => number): string {
  const group = () => Array.from({ length: 4 }, () => codeLetters[randomBelow(codeLetters.length)]).join('')
  return [prefix, group(), group(), group()].join('-')
}
