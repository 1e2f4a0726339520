import { fold } from '../../knowledge/matching/fold.ts'
import { type Token, tokenise } from '../dialogue/answers/tokenise.ts'
import type { Command, Knowledge } from '../dialogue/flow.ts'

/** Words before or after a command that do not change it. */
const before =
  byWord(`dạ vâng ừ ok à ạ cho em tôi mình anh chị bác cháu con muốn cần xin hãy làm ơn nhầm sai rồi
  please i want need to would like can could you let me`)
const after = byWord('ạ à nhé nha nhá đi với giúp em anh chị bác cháu con tôi mình luôn please now thanks me')

/** Typed without diacritics it is "đúng" where that is an answer, and "dừng" where it is none. */
const ambiguous = 'dung'

const longest = 60

interface Known {
  command: Command
  tokens: readonly Token[]
}

/**
 * Makes the reader of the words that are understood in any step. A whole text is a command, politeness aside,
 * or it is none. Without diacritics a word may be the meant one; with others it is another ("đúng" is not "dừng").
 * @param words the wordings of each command; those that begin with "/" are taken only as they stand
 */
export function createCommands(words: Record<Command, readonly string[]>): Knowledge['command'] {
  const slashed = new Map<string, Command>()
  const known = new Map<string, Known[]>()
  for (const [command, wordings] of Object.entries(words) as [Command, string[]][]) {
    for (const wording of wordings) {
      if (wording.startsWith('/')) slashed.set(fold(wording), command)
      else {
        const tokens = tokenise(wording)
        const key = keyOf(tokens)
        known.set(key, [...(known.get(key) ?? []), { command, tokens }])
      }
    }
  }
  return (text, affirmable) => {
    if (text.length > longest) return undefined
    const [, name] = /^(\/\w+)(?:@\w+)?$/.exec(fold(text)) ?? []
    const menu = name && slashed.get(name)
    if (menu) return menu
    const said = tokenise(text)
    const first = said.findIndex((token) => !isOneOf(before, token))
    const last = said.findLastIndex((token) => !isOneOf(after, token))
    // Politeness may be part of the wording itself ("giúp em"), so the longest part that is one counts.
    for (let from = 0; from <= (first < 0 ? said.length - 1 : first); from++) {
      for (let to = said.length; to > Math.max(last, from); to--) {
        const part = said.slice(from, to)
        const found = known
          .get(keyOf(part))
          ?.find(({ tokens }) => part.every((one, at) => fits(one, tokens[at])))
        const isAnswer = affirmable && keyOf(part) === ambiguous && part[0]?.accents === ''
        if (found) return isAnswer ? undefined : found.command
      }
    }
    return undefined
  }
}

function keyOf(tokens: readonly Token[]): string {
  return tokens.map(({ word }) => word).join(' ')
}

function fits(typed: Token, meant: Token | undefined): boolean {
  return (
    meant !== undefined &&
    typed.word === meant.word &&
    (typed.accents === '' || typed.accents === meant.accents)
  )
}

function byWord(words: string): ReadonlyMap<string, readonly Token[]> {
  return Map.groupBy(tokenise(words), ({ word }) => word)
}

function isOneOf(words: ReadonlyMap<string, readonly Token[]>, token: Token): boolean {
  return words.get(token.word)?.some((meant) => fits(token, meant)) ?? false
}
