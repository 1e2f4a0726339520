import type { KeyObject } from 'node:crypto'
import type { Temporal } from 'temporal-polyfill'
import type { Event } from '../dialogue/event.ts'
import { newState } from '../dialogue/new-state.ts'
import type { Reply } from '../dialogue/reply.ts'
import type { State } from '../dialogue/state.ts'
import type { TurnResult } from '../dialogue/turn-result.ts'
import { openTap } from '../outbox/tap-seal.ts'
import type { LockedConversation, WaitingEvent } from './claim-conversations.ts'
import { describeFailure } from './describe-failure.ts'
import { answerAsk } from './effects/answer-ask.ts'
import { carryOut } from './effects/carry-out.ts'
import type { EffectScope } from './effects/effect-scope.ts'
import type { RunTurn } from './run-turn.ts'
import type { StoredEvent } from './stored-event.ts'

/** What handling some events of a conversation came to; to be written in the same transaction. */
export interface Handled {
  /** Its id is that of a fresh one when it was erased. */
  conversation: LockedConversation
  state: State | null
  blocked: boolean
  erased: boolean
  events: HandledEvent[]
  messages: { reply: Reply; answers: WaitingEvent; replaces: string | null }[]
  reminders: string[]
  /** Whether photos are to be read. */
  photos: boolean
  turns: number
  /** What a turn threw, to be logged. */
  thrown?: { event: string; error: unknown }
}

/** What became of an event; a `secret` one is emptied with it. */
interface HandledEvent {
  id: string
  status: 'new' | 'done' | 'set_aside'
  attempts: number
  failure: string | null
  secret?: true
}

export interface TurnParts extends Omit<EffectScope, 'sql' | 'conversation' | 'now' | 'limitKey' | 'quotes'> {
  runTurn: RunTurn
}

/** So often an event is tried. */
export const mostAttempts = 3
const mostAsks = 3

/**
 * Runs the turns of these events in order, each on the state the one before has left. One that throws ends the
 * run: nothing after it is touched before it is settled, and what came before it stands.
 */
export async function handleConversation(
  parts: TurnParts,
  conversation: LockedConversation,
  events: readonly WaitingEvent[],
  sql: EffectScope['sql'],
  at: Temporal.Instant,
): Promise<Handled> {
  const now = at.toString()
  const handled: Handled = {
    conversation,
    state: conversation.state,
    blocked: conversation.blocked,
    erased: false,
    events: [],
    messages: [],
    reminders: [],
    photos: false,
    turns: 0,
  }
  for (const waiting of events) {
    const { id, event: stored, attempts } = waiting
    const done = { id, status: 'done' as const, attempts, failure: null }
    const { kind } = stored.event
    handled.blocked = kind === 'blocked'
    if (kind === 'blocked' || kind === 'unblocked' || !stored.addressed) {
      handled.events.push(done)
      continue
    }
    const before = handled.state ?? newState(stored.locale ?? 'vi', conversation.is_group)
    const { limitKey, quotes } = stored
    const of = { ...(limitKey ? { limitKey } : {}), ...(quotes ? { quotes } : {}) }
    const scope: EffectScope = { ...parts, sql, conversation, now, ...of }
    let result: TurnResult
    try {
      result = await runAsking(parts, scope, before, toEvent(stored, parts.tapKey, conversation.id), at)
    } catch (error) {
      if (!(error instanceof TurnError)) throw error
      handled.thrown = { event: id, error: error.cause }
      const failed = { ...waiting, attempts: Math.max(1, attempts) }
      return failTurn(handled, failed, describeFailure(error.cause), before, parts)
    }
    const carried = result.effects.length > 0 ? await carryOut(result.effects, scope, id) : undefined
    handled.turns++
    handled.events.push(result.secret ? { ...done, secret: true } : done)
    handled.state = result.state
    const replies = carried ? [...result.replies, ...carried.replies] : result.replies
    for (const reply of replies) {
      const replaces = reply.replacesTapped ? (stored.tappedMessage ?? null) : null
      handled.messages.push({ reply, answers: waiting, replaces })
    }
    if (carried) handled.reminders.push(...carried.reminders)
    handled.photos ||= result.effects.some(({ kind }) => kind === 'read_photo')
    if (carried?.fresh !== undefined) {
      // What was answered before in the same run is part of what was erased.
      handled.messages = handled.messages.filter(({ answers }) => answers.id === id)
      handled.conversation = { ...conversation, id: carried.fresh }
      handled.state = null
      handled.erased = true
      return handled
    }
  }
  return handled
}

/** Runs a turn, answering what it asks of the database in between. */
async function runAsking(
  { runTurn }: TurnParts,
  scope: EffectScope,
  state: State,
  event: Event,
  at: Temporal.Instant,
): Promise<TurnResult> {
  let result: TurnResult
  try {
    result = runTurn(state, event, at)
  } catch (cause) {
    throw new TurnError('A turn failed', { cause })
  }
  for (let asked = 0; result.ask; asked++) {
    if (asked === mostAsks) throw new Error('A turn keeps asking')
    const answer = await answerAsk(scope, result.ask)
    // From here on a failure is the transaction's: what the answer has used up has to be given back.
    const next = runTurn(state, { kind: 'answered', ask: result.ask, answer }, at)
    result = result.secret ? { ...next, secret: true } : next
  }
  return result
}

function toEvent({ event }: StoredEvent, tapKey: KeyObject, conversationId: string): Event {
  if (event.kind === 'tap') return { kind: 'tap', ref: openTap(tapKey, conversationId, event.data) }
  if (event.kind === 'blocked' || event.kind === 'unblocked') throw new Error('Not an event of the dialogue')
  return event.kind === 'text' ? { ...event, sinceTurn: true } : event
}

/** The third time the event is set aside, the person is told, and the conversation goes on where it stood. */
export function failTurn(
  handled: Handled,
  event: WaitingEvent,
  failure: string,
  state: State,
  { sayings }: Pick<TurnParts, 'sayings'>,
): Handled {
  const { id, attempts } = event
  const over = attempts >= mostAttempts
  handled.events.push({ id, status: over ? 'set_aside' : 'new', attempts, failure })
  if (over)
    for (const reply of sayings.apology(state.lang))
      handled.messages.push({ reply, answers: event, replaces: null })
  return handled
}

/** What the pure turn threw, as opposed to what failed around it. */
class TurnError extends Error {}
