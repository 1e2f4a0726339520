import { codeLetters } from '../../bots/inbox/effects/code-letters.ts'

/**
 * `CB` makes a private chat an official's, `NB` binds a group chat, `NH` is a neighbourhood group's and public, `HS` is
 * the access slip of a dossier.
 */
export type ChatCodePrefix = 'CB' | 'NB' | 'NH' | 'HS'

/**
 * A code as it is handed out: the prefix and twelve letters in groups of four (57 bits), such as
 * `CB-7KQM-A2XW-NP4T`. Of those that are not public only the hash is stored.
 * @param randomBelow a whole number in [0, max), not to be guessed by others
 */
export function makeChatCode(prefix: ChatCodePrefix, randomBelow: (max: number) => number): string {
  const group = () => Array.from({ length: 4 }, () => codeLetters[randomBelow(codeLetters.length)]).join('')
  return [prefix, group(), group(), group()].join('-')
}
