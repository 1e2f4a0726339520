import type { Temporal } from 'temporal-polyfill'
import { applyOutcome, askAgain } from './apply-outcome.ts'
import { carryOver } from './carry-over.ts'
import type { Event } from './event.ts'
import type { Knowledge } from './flow.ts'
import { hearTap } from './hear-tap.ts'
import { hearText } from './hear-text.ts'
import { speak, stopHere } from './obey-command.ts'
import { readStart } from './read-start.ts'
import { Sprint } from './sprint.ts'
import type { State } from './state.ts'
import type { TurnResult } from './turn-result.ts'

/**
 * One turn of a conversation: what a person did, and what follows from it. Pure: the same arguments give the
 * same result, nothing is read or changed outside.
 * @param now the instant the rules go by; days are those of Hanoi
 */
export function turn(state: State, given: Event, knowledge: Knowledge, now: Temporal.Instant): TurnResult {
  const event = (given.kind === 'text' && readStart(given.text)) || given
  const sprint = new Sprint(state, knowledge, now)
  if (event.kind === 'deleted') return sprint.result()
  const typed = event.kind === 'text' || event.kind === 'attachment'
  // A message that was changed is not read again, and may be one in which something was proved.
  sprint.secret = event.kind === 'edited' || (typed && sprint.asksSecret())
  const first = greet(sprint, event)
  const moved = carryOver(sprint)
  if (event.kind === 'tap') hearTap(sprint, event.ref)
  else if (event.kind === 'text')
    hearText(sprint, event.text, { stale: moved, ...(event.sinceTurn ? { sinceTurn: true } : {}) })
  else hearOther(sprint, event, first)
  // Whatever happened, a person who did something is never left without a word.
  if (!sprint.said && !sprint.ask && sprint.effects.length === 0) askAgain(sprint)
  // What was typed may have begun the proof that now asks for the rest.
  if (typed && sprint.asksSecret()) sprint.secret = true
  return sprint.result()
}

/** @returns whether this is the first contact */
function greet(sprint: Sprint, event: Event): boolean {
  if (sprint.state.met) return false
  const follows =
    event.kind === 'answered' && (event.ask.kind === 'follow' || event.ask.kind === 'join_group')
  const outcome = sprint.knowledge.respond({ kind: 'greet', ...(follows ? { follows } : {}) }, sprint.scope())
  sprint.push(...(outcome.replies ?? []))
  sprint.state = { ...sprint.state, met: true }
  return true
}

type OtherEvent = Exclude<Event, { kind: 'tap' } | { kind: 'text' } | { kind: 'deleted' }>

function hearOther(sprint: Sprint, event: OtherEvent, first: boolean): void {
  if (event.kind === 'language') return speak(sprint, event.lang)
  if (event.kind === 'edited') {
    sprint.lead(sprint.text('edited'))
    return askAgain(sprint)
  }
  if (event.kind === 'attachment') {
    const outcome = sprint.knowledge.respond(event, sprint.scope())
    if (!event.caption || !outcome.missed) return applyOutcome(sprint, outcome)
    sprint.lead(sprint.text('attachment.caption'))
    return hearText(sprint, event.caption)
  }
  if (event.kind === 'contact' || event.kind === 'photo_read')
    return applyOutcome(sprint, sprint.knowledge.respond(event, sprint.scope()))
  if (event.kind === 'answered') {
    if (event.answer.kind === 'meant_guide') return stopHere(sprint, event.answer)
    const outcome = sprint.knowledge.respond(event, sprint.scope())
    if (outcome.reads !== undefined) return hearText(sprint, outcome.reads, { plain: true })
    return applyOutcome(sprint, outcome)
  }
  if (event.payload === undefined && !event.follows && !first && sprint.state.frames.length)
    return askAgain(sprint)
  const { payload, follows } = event
  const heard = { kind: 'start' as const, payload, ...(follows ? { follows } : {}) }
  applyOutcome(sprint, sprint.knowledge.respond(heard, sprint.scope()))
}
