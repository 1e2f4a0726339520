import type { ChannelAccount, Permit } from '../pace.ts'
import type { Slot, SlotsInHand } from './slots-in-hand.ts'
import type { Timing } from './timing.ts'

/** Gives out the slots that a process has in hand, one permit each. */
export interface PermitIssuer {
  /** At most `wanted`; none that would begin before `notBefore` of `performance.now()`. */
  issue(wanted: number, notBefore: number): Permit[]
  /** Milliseconds until `issue` may have one for the slot that is free first; undefined when none rests. */
  nextMs(): number | undefined
  give(permit: Permit, how: 'used' | 'unused'): void
}

interface PermitIssuerParts {
  of: ChannelAccount
  hand: SlotsInHand
  limit(): { messages: number; ms: number }
  windowMs(): number
  timing: Timing
}

export function createPermitIssuer({ of, hand, limit, windowMs, timing }: PermitIssuerParts): PermitIssuer {
  const out = new Map<Permit, Slot>()
  /** When the call of the last permit begins. */
  let lastAt = Number.NEGATIVE_INFINITY
  /** The first of several is given out a little later than it could be, so that what they are for is claimed together. */
  const aheadOfFirst = timing.ahead * 0.7

  /** A burst leaves room between its calls; an account that was too fast is called evenly. */
  function spacing(): number {
    const { messages, ms } = limit()
    return windowMs() > ms ? windowMs() / messages : Math.min(3, ms / messages / 16)
  }

  const beginOf = (slot: Slot, now: number) => Math.max(now, slot.freeAt, lastAt + spacing())

  return {
    issue(wanted, notBefore) {
      const now = performance.now()
      const issued: Permit[] = []
      for (const slot of hand.resting()) {
        const at = beginOf(slot, now)
        const latest = now + (issued.length === 0 ? aheadOfFirst : timing.ahead)
        if (issued.length === wanted || at > latest || at < notBefore) break
        if (slot.until - at < windowMs() + timing.arrival) continue
        // A timer may ring up to a millisecond early.
        const permit: Permit = { of, inMs: at > now ? Math.ceil(at - now) + 1 : 0 }
        lastAt = at
        slot.inUse = true
        out.set(permit, slot)
        issued.push(permit)
      }
      return issued
    },
    nextMs() {
      const now = performance.now()
      const [next] = hand.resting()
      return next && Math.max(0, beginOf(next, now) - now - aheadOfFirst)
    },
    give(permit, how) {
      const slot = out.get(permit)
      if (!slot) return
      out.delete(permit)
      slot.inUse = false
      if (how === 'used') slot.freeAt = performance.now() + windowMs()
    },
  }
}
