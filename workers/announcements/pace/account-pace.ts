import { inTime } from '../../../server/in-time.ts'
import type { Log } from '../../../server/log.ts'
import type { ChannelAccount, Pace, Permit } from '../pace.ts'
import { createPermitIssuer } from './permit-issuer.ts'
import { createReplyPeak } from './reply-peak.ts'
import { shareSlots } from './share-slots.ts'
import { createSlotLeases } from './slot-leases.ts'
import type { Shared, SlotStore } from './slot-store.ts'
import { createSlotsInHand } from './slots-in-hand.ts'
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
  let shared: Shared | undefined
  let heardAt = never
  let preparedFor = 0
  /** When the last beat began, and whether it failed. */
  let begunAt = never
  let away = false
  let pausedUntil = never
  let demand = { slots: 0, at: never }
  let owed = { count: 0, at: never }
  let takeAgainAt = never
  let beating: Promise<void> | undefined
  let taking: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined
  let stopped = false

  const windowMs = () => Math.max(limit().ms, shared?.windowMs ?? 0)
  const leases = createSlotLeases({ store, hand, limit, windowMs, timing })
  const issuer = createPermitIssuer({ of, hand, limit, windowMs, timing })
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

  /** When a permit may be had that could not be now. */
  function againMs(): number {
    const now = performance.now()
    if (pausedUntil > now) return pausedUntil - now
    return Math.max(1, Math.min(timing.beat, issuer.nextMs() ?? timing.beat))
  }

  async function takeMore(wanted: number): Promise<void> {
    const now = performance.now()
    const most = Math.min(wanted, share(now) - hand.size)
    if (most <= 0 || now < takeAgainAt) return
    if ((await leases.take(most)) < most) takeAgainAt = performance.now() + timing.beat
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
    await leases.renew()
    await leases.giveBack(share(performance.now()))
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
    if (isStale() && !stopped) await inTime(beatNow(), patienceMs)
    if (isStale() || stopped) return []
    const permits = issuer.issue(wanted, pausedUntil)
    if (permits.length === wanted) return permits
    taking ??= takeMore(wanted - permits.length).finally(() => {
      taking = undefined
    })
    // What was issued stays so, whatever becomes of the rest.
    await inTime(taking, patienceMs).catch(() => {})
    return [...permits, ...issuer.issue(wanted - permits.length, pausedUntil)]
  }

  return {
    async take(wanted) {
      const now = performance.now()
      const asked = { slots: hand.busy(now) + wanted, at: now }
      if (asked.slots >= demand.slots || now - demand.at >= timing.idle) demand = asked
      const permits = await takeShared(wanted).catch(() => [])
      return { permits, againMs: permits.length < wanted ? againMs() : 0 }
    },
    give: issuer.give,
    async refused(retryAfterMs) {
      const pauseMs = Math.max(shortestPauseMs, retryAfterMs)
      pausedUntil = Math.max(pausedUntil, performance.now() + pauseMs)
      if (stopped) return
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
        await inTime(leases.giveUp(), patienceMs)
        await inTime(store.leave(), patienceMs)
      } catch (err) {
        // It will be known by their leases' ends.
        log.warn({ err, channel: of.channel }, 'slots of a channel were not given back')
      }
    },
  }
}
