import type { PollOption } from '../../dialogue/event.ts'
import type { Outcome, Scope } from '../../dialogue/flow.ts'
import { prepareChoices, understandAnswer } from '../../dialogue/understand-answer.ts'
import { say } from '../home/say.ts'

/**
 * What was typed right after an announcement: an answer to its question, by label or number, or whatever it is
 * otherwise. A number is never one of an older list's.
 */
export function hearPollAnswer(words: string, options: readonly PollOption[], scope: Scope): Outcome {
  const choices = options.map(({ option, item }) =>
    item === undefined
      ? { label: option }
      : { label: scope.text('announce.digest.option', { number: item, option }), says: [option] },
  )
  const said = understandAnswer(words, prepareChoices(choices))
  const chosen = said.kind === 'chosen' ? options[said.index] : undefined
  if (chosen) {
    const { announcement, choice } = chosen
    return { ask: { kind: 'answer_poll', announcement, choice } }
  }
  if (options.length === 0 || said.kind === 'unclear' || said.kind === 'chosen') return { reads: words }
  if (said.kind === 'several') return { ...say(scope.text('miss.several')), quiet: true }
  const { number } = said
  return { ...say(scope.text('miss.number', { number, count: options.length })), quiet: true }
}
