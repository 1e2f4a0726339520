import { setTimeout as pause } from 'node:timers/promises'
import type { OutgoingMessage, PushChannel, SendResult, Window } from '../../bots/channels/channel.ts'
import type { Reply } from '../../bots/dialogue/reply.ts'
import { admitWithin } from '../../bots/outbox/admit-within.ts'
import { sealReply } from '../../bots/outbox/seal-reply.ts'
import { sendWithin } from '../../bots/outbox/send-within.ts'
import { changeOf } from './change-of.ts'
import type { Recipient } from './claim-statement.ts'
import type { Standing } from './create-standing.ts'
import { digestOf } from './digests/digest-of.ts'
import { settleDigests } from './digests/settle-digests.ts'
import { judgeOutcome, type Verdict } from './judge-outcome.ts'
import type { LaneWork } from './lane.ts'
import { leaveCanary } from './leave-canary.ts'
import type { Permit } from './pace.ts'
import type { UnderWay } from './under-way.ts'

/** One call that may be made. */
export interface Granted {
  permit: Permit
  /** When, of `performance.now()`. */
  at: number
  /** The era in which it was given: see `Standing`. */
  era: number
}

/** One recipient in hand. */
export interface Job {
  recipient: Recipient
  owner: string
  announcement: UnderWay
  window: Window | null
}

interface DeliveryParts {
  work: LaneWork
  channel: PushChannel
  standing: Standing
  /** What they get. @param held of which other announcements it tells as well */
  compose(job: Job, held: readonly string[] | undefined): Promise<readonly Reply[]>
}

/** A channel promises to settle within 10 s; whoever breaks that is not waited for. */
const longestCall = 12_000
/** Who waited longer than this for a permit looks again whether it is still to be sent. */
const longWaitMs = 100

/**
 * Sends to one recipient, message by message, and puts on record what became of it. Settles when that is on record, and
 * never rejects.
 * @returns a function of a recipient and the permit for the first call, where there is one already
 */
export function createDelivery({ work, channel, standing, compose }: DeliveryParts) {
  const { parts, ending } = work
  const { pool, pace, log, counters, random } = parts
  const of = { channel: channel.name, account: channel.account }

  async function deliver(job: Job, granted: Granted | undefined): Promise<void> {
    const { recipient } = job
    const underWay: UnderCall = { tried: { ...recipient }, granted, called: false }
    try {
      if (recipient.unreached === 'left') return await settle(job, underWay, { kind: 'left' })
      const result = recipient.unreached ? knownAsBlocked : await sendAll(job, underWay)
      if (result) await conclude(job, underWay, result)
    } catch (err) {
      log.error({ err, recipient: recipient.id }, 'a recipient of an announcement could not be served')
      const kind = underWay.called ? 'unknown_outcome' : 'unavailable'
      await conclude(job, underWay, { ok: false, error: { kind, detail: 'threw' } })
    } finally {
      if (underWay.granted) pace.give(underWay.granted.permit, 'unused')
    }
  }

  /**
   * The messages of an announcement one after the other; each is on record before the next is begun.
   * @returns how the last call ended; undefined when all is on record already
   */
  async function sendAll(job: Job, underWay: UnderCall): Promise<SendResult | undefined> {
    const { tried } = underWay
    const { id, carries } = job.recipient
    const held = carries ? (await digestOf(pool, [id], `${parts.clock.now()}`)).get(id) : undefined
    const replies = await compose(job, held)
    let begun = !channel.admit
    for (;;) {
      const reply = replies[tried.partsSent]
      if (!reply) return { ok: true, externalId: null }
      const message = messageOf(job, reply, tried.partsSent)
      const refusal = await admitWithin(channel, message, longestCall)
      if (refusal) return { ok: false, error: refusal }
      const asked = performance.now()
      underWay.granted ??= await nextPermit()
      if (!underWay.granted) return giveBack(job, underWay)
      if (!begun || performance.now() - asked > longWaitMs) {
        begun = (await work.record({ ...sameAs(job, underWay), status: 'sending' })) === 'sending'
        if (!begun) return undefined
      }
      await until(underWay.granted.at)
      if (ending.aborted || underWay.granted.era !== standing.era) return giveBack(job, underWay)
      const result = await call(message, underWay)
      if (!result.ok || tried.partsSent + 1 >= replies.length) return result
      note(job, result)
      tried.partsSent++
      const change = { ...sameAs(job, underWay), status: 'sending' as const }
      const { externalId } = result
      const kept = await work.record(externalId === null ? change : { ...change, external_id: externalId })
      underWay.called = false
      if (kept !== 'sending') return undefined
    }
  }

  async function call(message: OutgoingMessage, underWay: UnderCall): Promise<SendResult> {
    underWay.called = true
    const result = await sendWithin(channel, message, longestCall)
    if (underWay.granted) pace.give(underWay.granted.permit, 'used')
    underWay.granted = undefined
    if (!result.ok && result.error.kind === 'rate_limited')
      await pace
        .refused(of, result.error.retryAfterMs)
        .catch((err) => log.warn({ err }, 'a refusal is not on record'))
    return result
  }

  function messageOf({ recipient, window }: Job, reply: Reply, partsSent: number): OutgoingMessage {
    return {
      id: `announcement:${recipient.id}`,
      chat: recipient.chat,
      reply: sealReply(reply, parts.tapKey, recipient.conversationId),
      window: window && { ...window, sent: window.sent + partsSent - recipient.partsSent },
      bulk: true,
    }
  }

  /** @returns undefined when it is not waited for any more */
  async function nextPermit(): Promise<Granted | undefined> {
    while (!ending.aborted) {
      const { permits, againMs } = await pace.take(of, 1)
      const [permit] = permits
      if (permit) return { permit, at: performance.now() + permit.inMs, era: standing.era }
      await pause(againMs, undefined, { signal: ending }).catch(() => {})
    }
    return undefined
  }

  async function until(at: number): Promise<void> {
    const ms = at - performance.now()
    if (ms > 0) await pause(ms, undefined, { signal: ending }).catch(() => {})
  }

  async function conclude(job: Job, underWay: UnderCall, result: SendResult): Promise<void> {
    const { recipient, announcement } = job
    const verdict = judgeOutcome(result, underWay.tried, random())
    if (!recipient.unreached) note(job, result, verdict.kind)
    if (!result.ok && result.error.kind === 'auth_expired')
      await leaveCanary(pool, announcement.id, of).catch((err) =>
        log.warn({ err }, 'the canary waits longer'),
      )
    await settle(job, underWay, verdict)
  }

  async function settle(job: Job, { tried }: UnderCall, verdict: Verdict): Promise<void> {
    const { recipient, announcement, owner } = job
    const now = parts.clock.now()
    await work.record(changeOf(verdict, { id: recipient.id, owner, announcement, tried, now }))
    if (recipient.carries)
      await settleDigests(pool, [recipient.id]).catch((err) =>
        log.warn({ err }, 'what a digest told is settled later'),
      )
  }

  function note({ recipient }: Job, result: SendResult, verdict?: string): void {
    counters.send(channel.name, result.ok ? 'sent' : result.error.kind)
    standing.note(result)
    if (result.ok) return
    const { kind, detail } = result.error
    if (kind === 'unknown_outcome') counters.unknownOutcomes(channel.name, 1)
    log.warn({ recipient: recipient.id, channel: channel.name, kind, detail, verdict }, 'a send failed')
  }

  /** It was certainly not begun, or its next message was not. */
  async function giveBack(job: Job, underWay: UnderCall): Promise<undefined> {
    await work.record({ ...sameAs(job, underWay), status: 'planned' })
  }

  return deliver
}

/** How far the sending to one recipient has come. */
interface UnderCall {
  tried: { attempts: number; unknownOutcomes: number; partsSent: number }
  granted: Granted | undefined
  /** What was called is not on record yet. */
  called: boolean
}

const knownAsBlocked: SendResult = {
  ok: false,
  error: { kind: 'recipient_blocked', detail: 'known before' },
}

function sameAs({ recipient: { id }, owner }: Job, { tried }: UnderCall) {
  const { attempts, unknownOutcomes: unknown_outcomes, partsSent: parts_sent } = tried
  return { id, owner, attempts, unknown_outcomes, parts_sent }
}
