import type { Pool } from 'pg'
import type { Clock } from '../../server/clock.ts'
import type { Log } from '../../server/log.ts'
import type { SendResult } from '../channels/channel.ts'
import type { Counters } from '../inbox/counters.ts'
import { admitWithin } from './admit-within.ts'
import { createGate, type Gate } from './channel-gate.ts'
import { keyOf } from './channels.ts'
import { forgetAddress } from './forget-address.ts'
import { createHands, type Hand, type Hands, type Job } from './hands.ts'
import { judgeResult, type Verdict } from './judge-result.ts'
import { messageOf } from './message-of.ts'
import { type Change, recordResults } from './record-results.ts'
import { createRecorder } from './recorder.ts'
import { sendWithin } from './send-within.ts'

/** Sends what turns have written. One conversation strictly in order; none waits for another. */
export interface Outbox {
  /** How lanes ask whether they may hand over directly. */
  readonly hands: Hands
  readonly gate: Gate
  /** Takes committed messages of a conversation with a reservation, and ends the reservation. */
  accept(conversation: string, jobs: readonly Job[]): void
  /** Stops after what is being sent, gives back what is not begun; `false` when some outcome stayed open. */
  drain(signal: AbortSignal): Promise<boolean>
}

interface OutboxParts {
  pool: Pool
  clock: Clock
  log: Pick<Log, 'warn' | 'error'>
  counters: Counters
  random: () => number
  /** Conversations in hand at once. */
  inFlight: number
  /** A conversation has left the hand. */
  onRoom(): void
  /** Something was given back that is due after so many milliseconds. */
  onDue(afterMs: number): void
  onChannel(key: string, state: 'ok' | 'auth_expired'): void
  onWrite(failure: unknown): void
}

/** A channel promises to settle within 10 s; whoever breaks that is not waited for. */
const longestSend = 12_000
/** The same for what has to be waited for before. */
const longestAdmission = 12_000

export function createOutbox(parts: OutboxParts): Outbox {
  const { clock, log, counters, random } = parts
  const hands = createHands(parts.inFlight)
  const gate = createGate(parts.onChannel)
  const recorder = createRecorder<Change, true>({
    ...parts,
    write: (changes, now) => recordResults(parts.pool, changes, now),
  })
  const underWay = new Set<Promise<unknown>>()
  /** Whoever goes on after this works for nobody: others have taken over. */
  const ended = new AbortController()

  function follow<T>(work: Promise<T>): Promise<T> {
    const followed = work.finally(() => underWay.delete(followed))
    underWay.add(followed)
    return followed
  }

  function accept(conversation: string, jobs: readonly Job[]): void {
    const hand = hands.get(conversation)
    if (hand && !ended.signal.aborted) {
      for (const job of jobs) {
        hand.queue.push(job)
        hand.known.add(job.id)
      }
      if (hand.givenBack) giveBack(hand, 0)
      else if (hand.queue.length > 0 && !hand.busy) start(conversation, hand)
    }
    hands.release(conversation)
  }

  function start(conversation: string, hand: Hand): void {
    hand.busy = true
    void follow(
      sendAll(hand).finally(() => {
        hand.busy = false
        if (hand.queue.length > 0) return start(conversation, hand)
        hands.tidy(conversation)
        parts.onRoom()
      }),
    )
  }

  async function sendAll(hand: Hand): Promise<void> {
    for (let job = hand.queue[0]; job && !ended.signal.aborted; job = hand.queue[0]) {
      if (!job.begun) {
        const refusal = await admitWithin(job.channel, messageOf(job), longestAdmission)
        if (refusal) {
          settle(hand, job, { ok: false, error: refusal })
          continue
        }
        // On record before it happens, so that after a crash nobody takes a message for unsent that was not.
        job.begun = await track(hand, changeOf(job, 'sending'))
        if (!job.begun) {
          hand.queue.shift()
          continue
        }
      }
      const result = await sendWithin(job.channel, messageOf(job), longestSend)
      settle(hand, job, result)
    }
  }

  function settle(hand: Hand, job: Job, result: SendResult): void {
    const verdict = judgeResult(
      result,
      {
        attempts: job.attempts,
        unknownOutcomes: job.unknownOutcomes,
        age: clock.now().epochMilliseconds - job.createdAt,
      },
      random(),
    )
    note(job, result, verdict)
    hand.queue.shift()
    const key = keyOf(job.channel.name, job.channel.account)
    switch (verdict.kind) {
      case 'sent':
        gate.open(key)
        conclude(hand, job, {
          ...changeOf(job, 'sent'),
          ...(verdict.externalId === null ? {} : { external_id: verdict.externalId }),
        })
        return
      case 'failed':
        conclude(hand, job, {
          ...changeOf(job, 'failed'),
          unknown_outcomes: verdict.unknownOutcomes,
          failure: verdict.failure,
          ...(verdict.blocked ? { blocked: true } : {}),
        })
        // The same statement fails what else waits for this person.
        if (verdict.blocked) hand.queue.length = 0
        return
      case 'held':
        void track(hand, { ...changeOf(job, 'held'), failure: verdict.failure })
        return
      case 'later': {
        const delayMs = verdict.pause ? gate.close(key) : verdict.delayMs
        hand.givenBack = true
        void track(hand, {
          ...changeOf(job, 'pending'),
          attempts: verdict.attempts,
          unknown_outcomes: verdict.unknownOutcomes,
          failure: verdict.failure,
          delay_ms: delayMs,
        })
        giveBack(hand, delayMs)
      }
    }
  }

  function conclude(hand: Hand, job: Job, change: Change): void {
    const recorded = track(hand, change)
    if (!job.farewell) return
    // Should this fail, the daily sweep does it.
    const forgotten = recorded.then(() => forgetAddress(parts.pool, job.conversationId))
    void follow(forgotten.catch((err) => log.warn({ err }, 'an erased person’s address waits for the sweep')))
  }

  function note(job: Job, result: SendResult, verdict: Verdict): void {
    counters.send(job.channel.name, result.ok ? 'sent' : result.error.kind)
    if (result.ok) return
    if (result.error.kind === 'unknown_outcome') counters.unknownOutcomes(job.channel.name, 1)
    const { kind, detail } = result.error
    log.warn(
      { message: job.id, channel: job.channel.name, kind, detail, verdict: verdict.kind },
      'a send failed',
    )
  }

  /** Lets everything go that was not begun; it is due when what stands before it is. */
  function giveBack(hand: Hand, afterMs: number): void {
    hand.givenBack = true
    const given = hand.queue.splice(0).map((job) => track(hand, changeOf(job, 'pending')))
    void Promise.all(given).then(() => parts.onDue(afterMs))
  }

  function track(hand: Hand, change: Change): Promise<boolean> {
    hand.recording++
    return follow(
      record(change).finally(() => {
        hand.recording--
        hands.tidy(change.conversation_id)
      }),
    )
  }

  /** @returns whether it was still in hand */
  async function record(change: Change): Promise<boolean> {
    return (await recorder.record(change)) !== undefined
  }

  async function finish(): Promise<void> {
    while (underWay.size > 0) await Promise.all(underWay)
  }

  return {
    hands,
    gate,
    accept,
    async drain(signal) {
      gate.shut()
      signal.addEventListener('abort', () => recorder.giveUp(), { once: true })
      if (signal.aborted) recorder.giveUp()
      const expired = new Promise<false>((resolve) => {
        if (signal.aborted) resolve(false)
        else signal.addEventListener('abort', () => resolve(false), { once: true })
      })
      const settled = await Promise.race([expired, finish().then(() => !signal.aborted && hands.size === 0)])
      ended.abort()
      return settled
    },
  }
}

function changeOf(job: Job, status: Change['status']): Change {
  return {
    id: job.id,
    owner: job.owner,
    conversation_id: job.conversationId,
    status,
    attempts: job.attempts,
    unknown_outcomes: job.unknownOutcomes,
  }
}
