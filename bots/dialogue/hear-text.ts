import { fold } from '../../knowledge/matching/fold.ts'
import { acceptAnswer } from './accept-answer.ts'
import { applyOutcome } from './apply-outcome.ts'
import { hearAnswer, isWordingOf, preparedOf } from './hear-answer.ts'
import { hearOffered, hearOfferedLabel } from './hear-offered.ts'
import { hearTap } from './hear-tap.ts'
import { isQuestion } from './is-question.ts'
import { isBareAnswer, mayAnswerPoll } from './may-answer-poll.ts'
import { miss } from './miss.ts'
import { obeyCommand } from './obey-command.ts'
import type { Sprint } from './sprint.ts'

/** Longer than anything a person types by hand: it is answered, but not read to its end. */
export const longestHeard = 2000

/**
 * A text, taken as the first of these that it is: word for word an answer or a button; a command; an emergency or
 * a code; an answer said loosely; something last offered; a question or a procedure of its own; not understood.
 * @param how.stale it was typed under a question that has since changed, so it cannot be its answer
 * @param how.plain as in `Heard`
 * @param how.sinceTurn as in `Event`
 */
export function hearText(
  sprint: Sprint,
  typed: string,
  how: { stale?: boolean; plain?: true; sinceTurn?: true } = {},
): void {
  const { stale = false, plain } = how
  const text = typed.slice(0, longestHeard)
  if (fold(text) === '') return miss(sprint, { why: sprint.text('miss.unreadable') })
  const open = sprint.open()
  const step = open && isQuestion(open.step) && !stale ? open.step : undefined
  const prepared = open && step ? preparedOf(step, open.compiled, sprint.scope()) : undefined
  const wording = prepared !== undefined && isWordingOf(text, prepared)
  // Announcements are no part of the state: whether one asks something is asked only where an answer may be meant.
  const mayAnswer = how.sinceTurn === true && !stale && mayAnswerPoll(sprint, text)
  const askForPoll = () => {
    sprint.ask = { kind: 'hear_poll', words: text }
  }
  if (!wording) {
    const label = stale ? undefined : hearOfferedLabel(sprint, text)
    if (label) return mayAnswer ? askForPoll() : hearTap(sprint, label)
    const command = sprint.knowledge.command(text, step?.kind === 'choice' || step?.kind === 'many')
    if (command) return obeyCommand(sprint, command)
  }
  const isWhole = step !== undefined && 'whole' in step && step.whole?.(typed) === true
  const coded = !isWhole && sprint.knowledge.holdsCode(text, sprint.scope())
  const looked =
    coded || (!isWhole && isWorthLookingUp(text) && !(step?.kind === 'number' && !/\p{L}/u.test(text)))
  const match = looked && (coded || !wording) ? sprint.knowledge.match(text) : undefined
  const emergency = match?.intents.includes('emergency') ?? false
  const apart = emergency || coded
  if (!apart && mayAnswer && isBareAnswer(text)) return askForPoll()
  let unusable: { why?: string; offer?: Parameters<typeof miss>[1]['offer'] } = {}
  if (!apart && open && step && prepared) {
    const heard = hearAnswer(step, prepared, isWhole ? typed : text, sprint.scope(), open.frame)
    if (heard.kind === 'answer') {
      sprint.state = { ...sprint.state, misses: 0 }
      sprint.lead(heard.note)
      return acceptAnswer(sprint, sprint.state.frames.length - 1, open.compiled, open.at, step, heard.value)
    }
    unusable = heard
  }
  const offered = apart || stale ? undefined : hearOffered(sprint, text)
  if (offered) return mayAnswer ? askForPoll() : hearTap(sprint, offered)
  const guide = sprint.guide()
  const outcome = match
    ? sprint.knowledge.respond(
        { kind: 'text', text, match, flow: guide?.compiled, ...(plain ? { plain } : {}) },
        sprint.scope(guide?.frame.answers),
      )
    : { missed: true as const }
  if (outcome.missed) {
    if (mayAnswer && !apart) return askForPoll()
    // Whatever was typed under the old question, the new one has just been asked.
    if (!stale) miss(sprint, { ...unusable, atHome: outcome.replies })
    return
  }
  sprint.state = { ...sprint.state, misses: 0 }
  applyOutcome(sprint, outcome)
}

/** A number alone is no matter of its own, unless it is one to call for help by, or a procedure's code. */
function isWorthLookingUp(text: string): boolean {
  return /\p{L}/u.test(text) || /^\D*11[345]\D*$/.test(text) || /\d\.\d{6}/.test(text)
}
