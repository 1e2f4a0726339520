import type { Temporal } from 'temporal-polyfill'
import type { Procedure } from '../../../knowledge/procedures/schema.ts'
import type { Event, Lang } from '../../dialogue/event.ts'
import type { Knowledge, Step } from '../../dialogue/flow.ts'
import { newState } from '../../dialogue/new-state.ts'
import { answerRef, toggleRef } from '../../dialogue/refs.ts'
import type { Reply } from '../../dialogue/reply.ts'
import { Sprint } from '../../dialogue/sprint.ts'
import type { Frame, State } from '../../dialogue/state.ts'
import { turn } from '../../dialogue/turn.ts'

/**
 * Plays a guide with answers given beforehand, as far as they reach: for looking at it without a conversation.
 * @param given answers by question: a choice's id (several joined by "+"), a number, a text, an ISO date
 * @returns everything that was said, and the answers that were not taken: by a question that knows none such, or
 *   since the way led past theirs or did not come so far
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
    const open = new Sprint(state, knowledge, now).open()
    const answer = open && left.get(open.step.id)
    if (!open || answer === undefined) break
    const next = give(state, eventsOf(open.frame, open.step, answer), knowledge, now)
    if (!next || isOpenStill(open.frame, next.state)) break
    left.delete(open.step.id)
    replies.push(...next.replies)
    state = next.state
  }
  return { replies, unknown: [...left].map(([question, answer]) => `${question}=${answer}`) }
}

/** The last of these turns: what comes between is only ticking. */
function give(from: State, events: readonly Event[], knowledge: Knowledge, now: Temporal.Instant) {
  let last: { state: State; replies: Reply[] } | undefined
  for (const event of events) last = turn(last?.state ?? from, event, knowledge, now)
  return last
}

/** Whether the question a frame was at has no answer yet; a frame that is gone was answered. */
function isOpenStill({ run, step }: Frame, { frames }: State): boolean {
  const frame = frames.find((one) => one.run === run)
  return frame?.step === step && frame.answers[step] === undefined
}

/** What a person would do to give this answer; nothing when they could not. */
function eventsOf({ run }: Frame, step: Step, answer: string): Event[] {
  if (step.kind === 'many') {
    const ids = [...new Set(answer.split('+'))]
    // Those of a guide are the same in every case.
    const choices = typeof step.choices === 'function' ? [] : step.choices
    if (!ids.every((id) => choices.some((choice) => choice.id === id))) return []
    return [...ids, ''].map((id) => ({ kind: 'tap', ref: toggleRef(run, step.id, id) }))
  }
  // A ward is given by its slug, which nobody types.
  if (step.kind === 'choice' || (step.kind === 'text' && step.accepts)) {
    return [{ kind: 'tap', ref: answerRef(run, step.id, answer) }]
  }
  return [{ kind: 'text', text: step.kind === 'date' ? sayIsoDate(answer) : answer }]
}

/** An ISO date as people type it; anything else as it is, for the question to judge. */
function sayIsoDate(answer: string): string {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(answer) ?? []
  return year ? `${Number(day)}/${Number(month)}/${year}` : answer
}
