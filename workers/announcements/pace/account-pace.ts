import { inTime } from '../../../server/in-time.ts'
import type { Log } from '../../../server/log.ts'
import type { ChannelAccount, Pace, Permit } from '../pace.ts'
import { createReplyPeak } from './reply-peak.ts'
import { shareSlots } from './share-slots.ts'
import type { Shared, SlotStore } from './slot-store.ts'
import { createSlotsInHand, type Slot } from './slots-in-hand.ts'
import type { Timing } from './timing.ts'

/** The same as `Pace`, of one account. */
export interface AccountPace {
  take(wanted: number): ReturnType<Pace['take']>
  give(permit: Permit, how: 'used' | 'unused'): void
  refused(retryAfterMs: number): Promise<void>
  debit(replies: number): void
  stop(): Promise<void>
}

interface AccountPaceParts {
  of: ChannelAccount
  process: string
  store: SlotStore
  log: Pick<Log, 'warn'>
  /** What the channel is stated to take. */
  limit(): { messages: number; ms: number }
  timing: Timing
}

const never = Number.NEGATIVE_INFINITY
/** Replies get at most so many of the slots for themselves; a little more than were needed lately. */
const reserve = { most: 0.8, factor: 1.2 }
/** Pauses of less than so much help nobody. */
const shortestPauseMs = 1000
/** Longer than this nobody waits for the database to say what others do. */
const patienceMs = 1000
/** A window that was made longer is made shorter after so much. */
const learnAgainMs = 30_000

/**
 * The pace of one account in one process. Slots that are taken stay in hand while there is something to send, so a
 * call costs no query: its slot is free again a window after it has ended. In the background their leases are renewed,
 * what others say of themselves is heard, and what they should have goes back.
 */
export function createAccountPace(parts: AccountPaceParts): AccountPace {
  const { of, process, store, log, limit, timing } = parts
  const hand = createSlotsInHand()
  const permits = new Map<Permit, Slot>()
  let shared: Shared | undefined
  let heardAt = never
  let preparedFor = 0
  /** When the last beat began, and whether it failed. */
  let begunAt = never
  let away = false
  let pausedUntil = never
  /** When the last permit's call begins. */
  let lastAt = never
  let demand = { slots: 0, at: never }
  let owed = { count: 0, at: never }
  let takeAgainAt = never
  let beating: Promise<void> | undefined
  let taking: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined
  let stopped = false

  const windowMs = () => Math.max(limit().ms, shared?.windowMs ?? 0)
  const leaseMs = () => windowMs() + timing.lease
  const replies = createReplyPeak(windowMs)
  const wants = (now: number) =>
    now - demand.at < timing.idle ? Math.min(limit().messages, demand.slots) : 0
  const isBulkAnywhere = (now: number) =>
    hand.size > 0 || wants(now) > 0 || (shared?.others.some((other) => other.wants > 0) ?? true)

  /** How many slots this process may hold. */
  function share(now: number): number {
    const others = shared?.others ?? []
    const { messages } = limit()
    const most = others.reduce((sum, other) => sum + other.replies, replies.most(now))
    const kept = Math.min(Math.floor(messages * reserve.most), Math.ceil(most * reserve.factor))
    const claimants = [...others.filter((other) => other.wants > 0), { process, wants: wants(now) }]
    return shareSlots(messages - kept, claimants, process)
  }

  /** A burst leaves room between its calls; an account that was too fast is called evenly. */
  function spacing(): number {
    const { messages, ms } = limit()
    return windowMs() > ms ? windowMs() / messages : Math.min(3, ms / messages / 16)
  }

  function issue(wanted: number): Permit[] {
    const now = performance.now()
    const issued: Permit[] = []
    for (const slot of hand.resting()) {
      const at = Math.max(now, slot.freeAt, lastAt + spacing())
      // Several together, so that what they are for is claimed together.
      const latest = now + (issued.length === 0 ? timing.ahead * 0.7 : timing.ahead)
      if (issued.length === wanted || at > latest || at < pausedUntil) break
      if (slot.until - at < windowMs() + timing.arrival) continue
      // A timer may ring up to a millisecond early.
      const permit: Permit = { of, inMs: at > now ? Math.ceil(at - now) + 1 : 0 }
      lastAt = at
      slot.inUse = true
      permits.set(permit, slot)
      issued.push(permit)
    }
    return issued
  }

  /** When a permit may be had that could not be now. */
  function againMs(): number {
    const now = performance.now()
    if (pausedUntil > now) return pausedUntil - now
    const next = hand.resting()[0]
    const atOnce = next && Math.max(next.freeAt, lastAt + spacing()) - now - timing.ahead * 0.7
    return Math.max(1, Math.min(timing.beat, atOnce ?? timing.beat))
  }

  async function takeMore(wanted: number): Promise<void> {
    const now = performance.now()
    const most = Math.min(wanted, share(now) - hand.size)
    if (most <= 0 || now < takeAgainAt) return
    const taken = await store.take(most, limit().messages, leaseMs())
    const gotAt = performance.now()
    hand.add(
      taken.map(({ no, token, wait }) => ({
        no,
        token,
        until: now + leaseMs(),
        freeAt: gotAt + wait,
        inUse: false,
      })),
    )
    if (taken.length < most) takeAgainAt = gotAt + timing.beat
  }

  async function beat(): Promise<void> {
    const { messages, ms } = limit()
    if (preparedFor !== messages) {
      await store.prepare(messages, ms)
      preparedFor = messages
    }
    const now = performance.now()
    shared = await store.tell({ wants: wants(now), replies: Math.min(messages, replies.most(now)) }, ms)
    heardAt = performance.now()
    pausedUntil = Math.max(pausedUntil, heardAt + shared.waitMs)
    if (shared.windowMs > ms && shared.learntMs >= learnAgainMs) await store.shorten(ms)
    await pay()
    await renew()
    await giveBack()
    if (isIdle(performance.now())) {
      heardAt = never
      await store.leave()
    }
  }

  /** Bulk gives way for replies that have gone out: free slots first, then those that this process holds. */
  async function pay(): Promise<void> {
    const now = performance.now()
    const { count } = owed
    owed = { ...owed, count: 0 }
    if (count === 0 || now - owed.at > windowMs() || !isBulkAnywhere(now)) return
    const { messages } = limit()
    const paid = await store.debit(Math.min(count, messages), messages, windowMs())
    const left = Math.min(count, messages) - paid
    owed.count += left - hand.withhold(left, performance.now() + windowMs())
  }

  async function renew(): Promise<void> {
    const now = performance.now()
    const due = hand.all.filter(({ until }) => until - now < leaseMs() - timing.lease / 4)
    if (due.length === 0) return
    const length = leaseMs()
    const tokens = await store.renew(due, length)
    for (const slot of due) {
      const token = tokens.get(slot.no)
      if (token === undefined) hand.drop([slot])
      else Object.assign(slot, { token, until: now + length })
    }
  }

  async function giveBack(): Promise<void> {
    const now = performance.now()
    const excess = Math.max(0, hand.size - share(now))
    const unneeded = hand.resting().filter((slot, at) => at < excess || now - slot.freeAt > timing.idle)
    await release(unneeded)
  }

  /** From here on they are not this process's, whether or not the database hears of it. */
  async function release(slots: readonly Slot[]): Promise<void> {
    if (slots.length === 0) return
    hand.drop(slots)
    await store.give(slots)
  }

  const isIdle = (now: number) => hand.size === 0 && wants(now) === 0 && replies.most(now) === 0

  /** One beat at a time; the next is due while there is something to tell or to hear. Never rejects. */
  function beatNow(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    begunAt = performance.now()
    beating ??= beat()
      .then(
        () => {
          away = false
        },
        (err: unknown) => {
          if (!away) log.warn({ err, channel: of.channel }, 'the pace of a channel waits for the database')
          away = true
          preparedFor = 0
        },
      )
      .finally(() => {
        beating = undefined
        const now = performance.now()
        if (stopped || isIdle(now)) return
        timer = setTimeout(beatNow, !away && isBulkAnywhere(now) ? timing.beat : timing.quietBeat)
      })
    return beating
  }

  async function takeShared(wanted: number): Promise<Permit[]> {
    const isStale = () => performance.now() - heardAt > timing.beat * 5
    if (isStale()) await inTime(beatNow(), patienceMs)
    if (stopped || isStale()) return []
    const permits = issue(wanted)
    if (permits.length === wanted) return permits
    taking ??= takeMore(wanted - permits.length).finally(() => {
      taking = undefined
    })
    // What was issued stays so, whatever becomes of the rest.
    await inTime(taking, patienceMs).catch(() => {})
    return [...permits, ...issue(wanted - permits.length)]
  }

  return {
    async take(wanted) {
      const now = performance.now()
      const asked = { slots: hand.busy(now) + wanted, at: now }
      if (asked.slots >= demand.slots || now - demand.at >= timing.idle) demand = asked
      const permits = await takeShared(wanted).catch(() => [])
      return { permits, againMs: permits.length < wanted ? againMs() : 0 }
    },
    give(permit, how) {
      const slot = permits.get(permit)
      if (!slot) return
      permits.delete(permit)
      slot.inUse = false
      if (how === 'used') slot.freeAt = performance.now() + windowMs()
    },
    async refused(retryAfterMs) {
      const pauseMs = Math.max(shortestPauseMs, retryAfterMs)
      pausedUntil = Math.max(pausedUntil, performance.now() + pauseMs)
      try {
        await store.lengthen(limit().ms, pauseMs)
      } catch (err) {
        log.warn({ err, channel: of.channel }, 'that a channel was called too fast could not be shared')
      }
    },
    debit(count) {
      const now = performance.now()
      replies.add(count, now)
      owed = { count: owed.count + count, at: now }
      if (stopped || beating) return
      const isDue = isBulkAnywhere(now) && now - begunAt >= (away ? timing.quietBeat : timing.beat)
      if (isDue || !timer) void beatNow()
    },
    async stop() {
      stopped = true
      clearTimeout(timer)
      await beating
      await taking?.catch(() => {})
      try {
        await inTime(release(hand.resting()), patienceMs)
        await inTime(store.leave(), patienceMs)
      } catch (err) {
        // It will be known by their leases' ends.
        log.warn({ err, channel: of.channel }, 'slots of a channel were not given back')
      }
    },
  }
}
