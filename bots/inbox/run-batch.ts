import type { Pool } from 'pg'
import type { Clock } from '../../server/clock.ts'
import { inTwoTrips } from '../../server/database/in-two-trips.ts'
import type { Sql } from '../../server/database/sql.ts'
import type { Log } from '../../server/log.ts'
import { newState } from '../dialogue/new-state.ts'
import type { Channels } from '../outbox/channels.ts'
import type { Outbox } from '../outbox/create-outbox.ts'
import type { Job } from '../outbox/hands.ts'
import type { ProcessIdentity } from '../outbox/process-identity.ts'
import {
  type LockedConversation,
  lockConversations,
  readWaiting,
  type WaitingEvent,
} from './claim-conversations.ts'
import { commitTurns } from './commit-turns.ts'
import type { Counters } from './counters.ts'
import {
  failTurn,
  type Handled,
  handleConversation,
  mostAttempts,
  type TurnParts,
} from './handle-conversation.ts'
import { settleWaiting } from './settle-waiting.ts'

export interface BatchParts extends TurnParts {
  pool: Pool
  clock: Clock
  log: Pick<Log, 'warn' | 'error'>
  counters: Counters
  channels: Channels
  outbox: Outbox
  identity: Pick<ProcessIdentity, 'current'>
  /** A reminder was planned and committed. @param at ISO instant */
  reminderPlanned(at: string): void
}

/** What is left to do of the conversations that a batch was given. */
export interface BatchEnd {
  /** Have further events. */
  more: string[]
  /** Their first event has failed before and is to be run alone. */
  careful: string[]
  /** Their first event has just failed. */
  failed: { conversation: string; attempts: number }[]
  /** Are in somebody else's hand, or gone. */
  missed: number
  /** Messages were written that somebody has to fetch. */
  fetch: boolean
}

/** Events of one conversation that one batch runs. */
const mostEvents = 10

/**
 * Runs what waits in these conversations, all in one transaction.
 * @param alone for a single conversation whose first event is suspect: only that event is run, and the attempt is
 *   on record before it, so that an event which takes the process with it comes to an end too
 */
export async function runBatch(parts: BatchParts, ids: readonly string[], alone: boolean): Promise<BatchEnd> {
  const { pool, outbox, channels, clock, identity } = parts
  const began = performance.now()
  const at = clock.now()
  const reserved = new Set<string>()
  try {
    const end: BatchEnd = { more: [], careful: [], failed: [], missed: 0, fetch: false }
    const handled: Handled[] = []
    // Before anything is read of what is unfinished.
    for (const id of ids) if (outbox.hands.reserve(id)) reserved.add(id)
    const look = (sql: Sql) => Promise.all([lockConversations(sql, ids, channels.all), readWaiting(sql, ids)])
    const jobs = await inTwoTrips(
      pool,
      look,
      async (sql, [locked, { events, unfinished }]): Promise<Job[]> => {
        end.missed = ids.length - locked.length
        for (const conversation of locked) {
          const waiting = events.get(conversation.id) ?? []
          const one = await runConversation(parts, conversation, waiting, sql, at, alone, end)
          if (one) handled.push(one)
        }
        if (handled.length === 0) return []
        await settleWaiting(sql, handled, unfinished, at.toString())
        for (const { erased, conversation } of handled)
          if (erased && outbox.hands.reserve(conversation.id)) reserved.add(conversation.id)
        const moment = { iso: at.toString(), ms: at.epochMilliseconds }
        const written = await commitTurns(sql, parts, handled, identity.current, unfinished, moment)
        end.fetch = written.waiting
        return written.jobs
      },
    )
    const byConversation = Map.groupBy(jobs, (job) => job.conversationId)
    for (const id of [...reserved]) {
      reserved.delete(id)
      outbox.accept(id, byConversation.get(id) ?? [])
    }
    report(parts, handled, (performance.now() - began) / 1000)
    return end
  } finally {
    for (const id of reserved) outbox.hands.release(id)
  }
}

async function runConversation(
  parts: BatchParts,
  conversation: LockedConversation,
  waiting: readonly WaitingEvent[],
  sql: Sql,
  at: ReturnType<Clock['now']>,
  alone: boolean,
  end: BatchEnd,
): Promise<Handled | undefined> {
  const [first] = waiting
  if (!first) return undefined
  if (first.attempts > 0 && !alone) {
    end.careful.push(conversation.id)
    return undefined
  }
  if (alone) return runAlone(parts, conversation, first, waiting.length > 1, sql, at, end)
  const suspect = waiting.findIndex((event) => event.attempts > 0)
  const events = waiting.slice(0, suspect === -1 ? mostEvents : Math.min(suspect, mostEvents))
  const handled = await handleConversation(parts, conversation, events, sql, at)
  follow(handled, conversation.id, waiting.length > handled.events.length, end)
  return handled
}

async function runAlone(
  parts: BatchParts,
  conversation: LockedConversation,
  event: WaitingEvent,
  more: boolean,
  sql: Sql,
  at: ReturnType<Clock['now']>,
  end: BatchEnd,
): Promise<Handled> {
  const attempts = event.attempts + 1
  if (event.attempts >= mostAttempts) {
    // The process ended, or the transaction broke, whenever it was run: nothing could be written then.
    const nothing = await handleConversation(parts, conversation, [], sql, at)
    const state = conversation.state ?? newState(event.event.locale ?? 'vi', conversation.is_group)
    const failure = event.failure ?? 'the process ended while it was run'
    const handled = failTurn(nothing, event.id, event.attempts, failure, state, parts)
    follow(handled, conversation.id, more, end)
    return handled
  }
  // On another connection, so that it stands whatever becomes of this transaction.
  await parts.pool.query('update inbox set attempts = $3 where conversation_id = $1 and id = $2', [
    conversation.id,
    event.id,
    attempts,
  ])
  const handled = await handleConversation(parts, conversation, [{ ...event, attempts }], sql, at)
  follow(handled, conversation.id, more, end)
  return handled
}

function follow(handled: Handled, id: string, more: boolean, end: BatchEnd): void {
  const failed = handled.events.find((event) => event.status === 'new')
  if (failed) end.failed.push({ conversation: id, attempts: failed.attempts })
  else if (more) end.more.push(handled.conversation.id)
}

function report(parts: BatchParts, handled: readonly Handled[], seconds: number): void {
  let turns = 0
  for (const one of handled) {
    turns += one.turns
    for (const at of one.reminders) parts.reminderPlanned(at)
    const over = one.events.find((event) => event.status === 'set_aside')
    if (over) {
      parts.counters.setAside()
      parts.log.error(
        { event: over.id, failure: over.failure },
        'an event was set aside after three attempts',
      )
    }
    if (!one.thrown) continue
    parts.counters.turnFailed()
    const failure = one.events.at(-1)?.failure
    parts.log.error({ event: one.thrown.event, failure }, 'a turn failed')
  }
  if (turns > 0) parts.counters.turns(turns, seconds)
}
