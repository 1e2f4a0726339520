import type { Pool } from 'pg'
import type { Clock } from '../../server/clock.ts'
import { inTwoTrips } from '../../server/database/in-two-trips.ts'
import type { Sql } from '../../server/database/sql.ts'
import type { Log } from '../../server/log.ts'
import { newState } from '../dialogue/new-state.ts'
import { type Channels, isPush } from '../outbox/channels.ts'
import type { Outbox } from '../outbox/create-outbox.ts'
import type { ProcessIdentity } from '../outbox/process-identity.ts'
import {
  type LockedConversation,
  lockConversations,
  mostWaiting,
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
  /** Photos are to be read, and it was committed. */
  photosWait(): void
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
const mostEvents = mostWaiting - 1

/**
 * How a batch is run. `alone`: a single conversation whose first event is suspect; only that event is run, and the
 * attempt is on record before it, so that an event which takes the process with it comes to an end too. `again`:
 * the same, after a try that is on record and broke off because the database went away.
 */
export type Manner = 'together' | 'alone' | 'again'

/** What the conversations of a batch are run with. */
interface Run {
  parts: BatchParts
  sql: Sql
  at: ReturnType<Clock['now']>
  manner: Manner
  end: BatchEnd
}

/** Runs what waits in these conversations, all in one transaction. */
export async function runBatch(parts: BatchParts, ids: readonly string[], manner: Manner): Promise<BatchEnd> {
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
    const committed = await inTwoTrips(pool, look, async (sql, [locked, { events, unfinished }]) => {
      end.missed = ids.length - locked.length
      const sendsTo = new Set(locked.filter((one) => sends(channels, one)).map(({ id }) => id))
      for (const id of reserved) if (!sendsTo.has(id)) letGo(id)
      const run = { parts, sql, at, manner, end }
      for (const conversation of locked) {
        const one = await runConversation(run, conversation, events.get(conversation.id) ?? [])
        if (one) handled.push(one)
      }
      if (handled.length === 0) return undefined
      await settleWaiting(sql, handled, unfinished, at.toString())
      for (const { erased, conversation } of handled)
        if (erased && sends(channels, conversation) && outbox.hands.reserve(conversation.id))
          reserved.add(conversation.id)
      const moment = { iso: at.toString(), ms: at.epochMilliseconds }
      return commitTurns(parts, handled, identity.current, unfinished, moment)
    })
    end.fetch = committed?.waiting === true
    const jobs = Map.groupBy(committed?.jobs ?? [], (job) => job.conversationId)
    for (const id of [...reserved]) {
      reserved.delete(id)
      outbox.accept(id, jobs.get(id) ?? [])
    }
    report(parts, handled, (performance.now() - began) / 1000)
    return end
  } finally {
    for (const id of [...reserved]) letGo(id)
  }

  function letGo(id: string): void {
    reserved.delete(id)
    outbox.hands.release(id)
  }
}

function sends(channels: Channels, { channel: name, account }: LockedConversation): boolean {
  const channel = channels.get(name, account)
  return channel !== undefined && isPush(channel)
}

async function runConversation(
  run: Run,
  conversation: LockedConversation,
  waiting: readonly WaitingEvent[],
): Promise<Handled | undefined> {
  const { parts, sql, at, manner, end } = run
  const [first] = waiting
  if (!first) return undefined
  if (first.attempts > 0 && manner === 'together') {
    end.careful.push(conversation.id)
    return undefined
  }
  if (manner !== 'together') return runAlone(run, conversation, first, waiting.length > 1)
  const suspect = waiting.findIndex((event) => event.attempts > 0)
  const events = waiting.slice(0, suspect === -1 ? mostEvents : Math.min(suspect, mostEvents))
  const handled = await handleConversation(parts, conversation, events, sql, at)
  follow(handled, conversation.id, waiting.length > handled.events.length, end)
  return handled
}

async function runAlone(
  { parts, sql, at, manner, end }: Run,
  conversation: LockedConversation,
  event: WaitingEvent,
  more: boolean,
): Promise<Handled> {
  const counted = manner === 'again' && event.attempts > 0
  if (event.attempts >= mostAttempts && !counted) {
    // The process ended, or the transaction broke, whenever it was run: nothing could be written then.
    const nothing = await handleConversation(parts, conversation, [], sql, at)
    const state = conversation.state ?? newState(event.event.locale ?? 'vi', conversation.is_group)
    const failure = event.failure ?? 'the process ended while it was run'
    const handled = failTurn(nothing, event, failure, state, parts)
    follow(handled, conversation.id, more, end)
    return handled
  }
  const attempts = counted ? event.attempts : event.attempts + 1
  // On another connection, so that it stands whatever becomes of this transaction.
  if (!counted)
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
    if (one.photos) parts.photosWait()
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
