import { Temporal } from 'temporal-polyfill'
import type { Procedure } from '../../../knowledge/procedures/schema.ts'
import type { Event, Lang } from '../../dialogue/event.ts'
import type { Knowledge } from '../../dialogue/flow.ts'
import { newState } from '../../dialogue/new-state.ts'
import { answerRef } from '../../dialogue/refs.ts'
import type { Reply } from '../../dialogue/reply.ts'
import type { Frame, State } from '../../dialogue/state.ts'
import { turn } from '../../dialogue/turn.ts'
import { sayShortDate } from '../say-values.ts'
import { guidedCode } from './build-guide.ts'

/**
 * Plays a guide with answers given beforehand, as far as they reach: for looking at it without a conversation.
 * @param given answers by question: a choice's id (several joined by "+"), a number, a text, an ISO date
 * @returns everything that was said, and the answers that no question of the way took
 */
export function playGuide(
  procedure: Procedure,
  given: ReadonlyMap<string, string>,
  knowledge: Knowledge,
  { lang, now, unit }: { lang: Lang; now: Temporal.Instant; unit?: string },
): { replies: Reply[]; unknown: string[] } {
  const left = new Map(given)
  const begin: State = { ...newState(lang, false), met: true, ...(unit ? { unit } : {}) }
  const started = turn(begin, { kind: 'start', payload: procedure.code }, knowledge, now)
  const replies = [...started.replies]
  let { state } = started
  for (;;) {
    const frame = state.frames.at(-1)
    const answer = frame && left.get(frame.step)
    if (!frame || answer === undefined) break
    const next = turn(state, eventOf(frame, answer, procedure), knowledge, now)
    // Not taken: the same question is open still.
    if (next.state.frames.at(-1)?.step === frame.step && next.state.misses) break
    left.delete(frame.step)
    replies.push(...next.replies)
    state = next.state
  }
  return { replies, unknown: [...left].map(([question, answer]) => `${question}=${answer}`) }
}

function eventOf(frame: Frame, answer: string, procedure: Procedure): Event {
  const own = guidedCode(frame.flow) === procedure.code
  const question = own ? procedure.questions.find(({ id }) => id === frame.step) : undefined
  if (!question || question.kind === 'choice') {
    return { kind: 'tap', ref: answerRef(frame.run, frame.step, answer) }
  }
  if (question.kind === 'many') {
    const ids = answer.split('+')
    const labels = question.choices.filter(({ id }) => ids.includes(id)).map(({ label }) => label.vi)
    return { kind: 'text', text: labels.join(', ') }
  }
  const isDate = question.kind === 'date' && /^\d{4}-\d\d-\d\d$/.test(answer)
  return { kind: 'text', text: isDate ? sayShortDate(Temporal.PlainDate.from(answer)) : answer }
}
