import { fold } from '../../knowledge/matching/fold.ts'
import { looseMeaning } from './answers/loose-meaning.ts'
import { readIndex } from './answers/read-index.ts'
import { tokenise } from './answers/tokenise.ts'
import type { Sprint } from './sprint.ts'

/** Nobody names one of a few options in more. */
const longest = 100

/** Whether a text may be the answer to an announcement's question: what is secret is asked of nothing else. */
export function mayAnswerPoll(sprint: Sprint, text: string): boolean {
  return !sprint.state.group && !sprint.secret && !sprint.asksSecret() && text.length <= longest
}

/**
 * A number, a yes or a no: it answers whatever was asked last, be that an announcement that came after the open question.
 * Thanks for one are no answer to it.
 */
export function isBareAnswer(text: string): boolean {
  if (readIndex(text).kind === 'numbers') return true
  return !/\b(?:cam on|thank)/.test(fold(text)) && looseMeaning(tokenise(text)) !== null
}
