import { setTimeout as pause } from 'node:timers/promises'
import {
  type Capabilities,
  hoursToWrite,
  type OutgoingMessage,
  type PushChannel,
  type SendError,
  type SendResult,
  type Window,
} from '../../bots/channels/channel.ts'
import type { Reply } from '../../bots/dialogue/reply.ts'
import { admitWithin } from '../../bots/outbox/admit-within.ts'
import { createGate } from '../../bots/outbox/channel-gate.ts'
import { keyOf } from '../../bots/outbox/channels.ts'
import { sealReply } from '../../bots/outbox/seal-reply.ts'
import { sendWithin } from '../../bots/outbox/send-within.ts'
import { changeOf } from './change-of.ts'
import { claimRecipients } from './claim-recipients.ts'
import type { Recipient } from './claim-statement.ts'
import { claimTerms } from './claim-terms.ts'
import { createTurns, type Turn } from './create-turns.ts'
import { digestOf } from './digests/digest-of.ts'
import { settleDigests } from './digests/settle-digests.ts'
import { judgeOutcome, type Tried } from './judge-outcome.ts'
import type { Lane, LaneWork } from './lane.ts'
import { leaveCanary } from './leave-canary.ts'
import type { Permit } from './pace.ts'
import { readWindows } from './read-windows.ts'
import type { UnderWay } from './under-way.ts'

/** Recipients in hand at once; an account that is careful writes one message after the other. */
const most = { usual: 32, careful: 1 }
/** A channel promises to settle within 10 s; whoever breaks that is not waited for. */
const longestCall = 12_000
/** Refusals in a row that are not about one recipient: the account is tried with one at a time. */
const refusalsInARow = 5
/** Who waited longer than this between two messages of one recipient looks again whether it is still to be sent. */
const longWaitMs = 100

interface Granted {
  permit: Permit
  /** Of `performance.now()`. */
  at: number
}

/** One recipient in hand. */
interface Job {
  recipient: Recipient
  owner: string
  announcement: UnderWay
  window: Window | null
}

/** Sends by one channel account, as fast as the pace lets it. */
export function createPushLane(work: LaneWork, channel: PushChannel): Lane {
  const { parts, hand, ending } = work
  const { pool, pace, log, counters, random } = parts
  const of = { channel: channel.name, account: channel.account }
  const key = keyOf(channel.name, channel.account)
  const turns = createTurns()
  const credentials = createGate(parts.onChannel)
  const health = createGate(() => {})
  const room = channel.admit ? most.careful : most.usual
  const jobs = new Set<Promise<void>>()
  const state = { refusals: 0, again: false }
  let running: Promise<void> | undefined

  function start(): void {
    state.again = true
    running ??= run()
      .catch((err) =>
        log.warn({ err, channel: channel.name }, 'recipients of announcements could not be taken'),
      )
      .finally(() => {
        running = undefined
      })
  }

  async function run(): Promise<void> {
    while (state.again && !ending.aborted) {
      state.again = false
      while (await step());
    }
  }

  /** @returns whether there may be more to do at once */
  async function step(): Promise<boolean> {
    // Taking one at a time would cost a transaction each.
    while (room - jobs.size < Math.max(1, room / 4)) await Promise.race(jobs)
    const owner = work.owner()
    if (ending.aborted || owner === null) return false
    const free = mayCall()
    const turn = free > 0 ? turns.next(work.underWay()) : undefined
    if (!turn) return false
    if (channel.admit) return take(turn, owner, [], 1)
    const { permits, againMs } = await pace.take(of, free)
    const now = performance.now()
    if (permits.length > 0)
      return take(
        turn,
        owner,
        permits.map((permit) => ({ permit, at: now + permit.inMs })),
        permits.length,
      )
    await pause(againMs, undefined, { signal: ending }).catch(() => {})
    return true
  }

  /** How many may be tried now: with one, whether a channel that refused everything is back. */
  function mayCall(): number {
    const closed = [credentials, health].filter((gate) => !gate.passable(key))
    if (closed.length === 0) return room - jobs.size
    return closed.every((gate) => gate.probes().length > 0) ? 1 : 0
  }

  async function take(turn: Turn, owner: string, granted: Granted[], limit: number): Promise<boolean> {
    const { announcement, wave, after } = turn
    try {
      // What it says first: whoever is in hand must not wait for that.
      for (const lang of ['vi', 'en'] as const) await compose(announcement, lang, null)
      const claimed = await hand.claim(announcement.id, () =>
        claimRecipients(pool, {
          ...{ announcement, of, wave, after, limit, owner },
          begin: !channel.admit,
          ...claimTerms(work, announcement),
        }),
      )
      turns.note(turn, { looked: claimed.looked, limit, last: claimed.last })
      const windows = await windowsOf(claimed.recipients)
      for (const recipient of claimed.recipients) {
        const window = windows.get(recipient.conversationId) ?? null
        follow(handle({ recipient, owner, announcement, window }, granted.shift()))
      }
      return true
    } finally {
      for (const { permit } of granted) pace.give(permit, 'unused')
    }
  }

  /** In the way that the channel still has for somebody who last did this. */
  async function compose(
    announcement: UnderWay,
    lang: 'vi' | 'en',
    window: Window | null,
    held?: readonly string[],
  ) {
    const composed = (capabilities: Capabilities) =>
      work.composer.compose(announcement, { ...of, capabilities, lang }, held)
    const whole = await composed(channel.capabilities)
    const bulk = channel.bulkCapabilities?.(window, whole?.length ?? 0) ?? channel.capabilities
    return bulk === channel.capabilities ? whole : composed(bulk)
  }

  async function windowsOf(recipients: readonly Recipient[]): Promise<Map<string, Window>> {
    if (!Object.hasOwn(hoursToWrite, channel.name) || recipients.length === 0) return new Map()
    const rows = recipients.map(({ id }) => id)
    try {
      return await readWindows(
        pool,
        recipients.map(({ conversationId }) => conversationId),
        rows,
      )
    } catch (err) {
      // The channel then takes the way that needs none.
      log.warn({ err, channel: channel.name }, 'what people last did could not be read')
      return new Map()
    }
  }

  function follow(job: Promise<void>): void {
    const followed = job.finally(() => jobs.delete(followed))
    jobs.add(followed)
  }

  async function handle(job: Job, granted: Granted | undefined): Promise<void> {
    try {
      await sendParts(job, granted)
    } catch (err) {
      log.error({ err, recipient: job.recipient.id }, 'a recipient of an announcement could not be served')
    } finally {
      hand.letGo(job.recipient.id)
      work.onSettled(job.announcement.id)
    }
  }

  /** The messages of an announcement one after the other; each is on record before the next is begun. */
  async function sendParts(job: Job, first: Granted | undefined): Promise<void> {
    const { recipient, announcement } = job
    const tried: Tried = { ...recipient }
    const { carries, id, lang } = recipient
    const held = carries ? (await digestOf(pool, [id], `${parts.clock.now()}`)).get(id) : undefined
    const replies = (await compose(announcement, lang, job.window, held)) ?? []
    let granted = first
    let begun = !channel.admit
    while (!recipient.blocked) {
      const reply = replies[tried.partsSent]
      if (!reply) break
      const message = messageOf(job, reply)
      const refusal = await admitWithin(channel, message, longestCall)
      if (refusal) {
        if (granted) pace.give(granted.permit, 'unused')
        return conclude(job, tried, { ok: false, error: refusal })
      }
      const asked = performance.now()
      granted ??= await nextPermit()
      if (!granted) return giveBack(job, tried)
      const { permit, at } = granted
      granted = undefined
      if (!begun || performance.now() - asked > longWaitMs) {
        begun = (await work.record({ ...sameAs(job, tried), status: 'sending' })) === 'sending'
        if (!begun) return pace.give(permit, 'unused')
      }
      await until(at)
      if (ending.aborted) {
        pace.give(permit, 'unused')
        return giveBack(job, tried)
      }
      const result = await sendWithin(channel, message, longestCall)
      pace.give(permit, 'used')
      if (!result.ok) {
        if (result.error.kind === 'rate_limited') await slowDown(result.error)
        return conclude(job, tried, result)
      }
      if (tried.partsSent + 1 >= replies.length) return conclude(job, tried, result)
      tried.partsSent++
      counters.send(channel.name, 'sent')
      const { externalId } = result
      const change = { ...sameAs(job, tried), status: 'sending' as const }
      const kept = await work.record(externalId === null ? change : { ...change, external_id: externalId })
      if (kept !== 'sending') return
    }
    if (granted) pace.give(granted.permit, 'unused')
    await conclude(job, tried, ended(recipient))
  }

  function messageOf({ recipient, window }: Job, reply: Reply): OutgoingMessage {
    return {
      id: `announcement:${recipient.id}`,
      chat: recipient.chat,
      reply: sealReply(reply, parts.tapKey, recipient.conversationId),
      window,
      bulk: true,
    }
  }

  /** @returns undefined when it is not waited for any more */
  async function nextPermit(): Promise<Granted | undefined> {
    while (!ending.aborted) {
      const { permits, againMs } = await pace.take(of, 1)
      const [permit] = permits
      if (permit) return { permit, at: performance.now() + permit.inMs }
      await pause(againMs, undefined, { signal: ending }).catch(() => {})
    }
    return undefined
  }

  async function until(at: number): Promise<void> {
    const ms = at - performance.now()
    if (ms > 0) await pause(ms, undefined, { signal: ending }).catch(() => {})
  }

  async function slowDown({ retryAfterMs }: SendError & { kind: 'rate_limited' }): Promise<void> {
    await pace.refused(of, retryAfterMs).catch((err) => log.warn({ err }, 'a refusal is not on record'))
  }

  async function conclude(job: Job, tried: Tried, result: SendResult): Promise<void> {
    const { recipient, announcement, owner } = job
    const verdict = judgeOutcome(result, tried, random())
    note(recipient, result, verdict.kind)
    if (!result.ok && result.error.kind === 'auth_expired')
      await leaveCanary(pool, announcement.id, of).catch((err) =>
        log.warn({ err }, 'the canary waits longer'),
      )
    const now = parts.clock.now()
    await work.record(changeOf(verdict, { id: recipient.id, owner, announcement, tried, now }))
    if (recipient.carries)
      await settleDigests(pool, [recipient.id]).catch((err) =>
        log.warn({ err }, 'what a digest told is settled later'),
      )
  }

  function note({ id, blocked }: Recipient, result: SendResult, verdict: string): void {
    if (blocked) return
    counters.send(channel.name, result.ok ? 'sent' : result.error.kind)
    if (result.ok) {
      state.refusals = 0
      credentials.open(key)
      health.open(key)
      return
    }
    const { kind, detail } = result.error
    if (kind === 'unknown_outcome') counters.unknownOutcomes(channel.name, 1)
    if (kind === 'auth_expired') credentials.close(key)
    if (kind === 'unavailable' || kind === 'quota') {
      state.refusals++
      if (state.refusals >= refusalsInARow) health.close(key)
    }
    log.warn({ recipient: id, channel: channel.name, kind, detail, verdict }, 'a send failed')
  }

  /** It was certainly not begun, or not its next message. */
  async function giveBack(job: Job, tried: Tried): Promise<void> {
    await work.record({ ...sameAs(job, tried), status: 'planned' })
  }

  return {
    poke(anew) {
      if (anew) turns.forgetDry()
      start()
    },
    isDry: turns.isDry,
    async finish() {
      await running
      while (jobs.size > 0) await Promise.all(jobs)
    },
  }
}

function sameAs({ recipient: { id }, owner }: Job, { attempts, unknownOutcomes, partsSent }: Tried) {
  return { id, owner, attempts, unknown_outcomes: unknownOutcomes, parts_sent: partsSent }
}

/** Without a call: nobody is reached there, or nothing is left to be sent. */
function ended({ blocked }: Recipient): SendResult {
  if (!blocked) return { ok: true, externalId: null }
  return { ok: false, error: { kind: 'recipient_blocked', detail: 'known before' } }
}
