import type { SlotStore } from './slot-store.ts'
import type { Slot, SlotsInHand } from './slots-in-hand.ts'
import type { Timing } from './timing.ts'

/** Brings slots from the database into a process's hand, keeps them there and brings them back. */
export interface SlotLeases {
  /** @returns how many of `most` were free */
  take(most: number): Promise<number>
  /** Those whose leases have run for a while; what others have taken meanwhile is dropped. */
  renew(): Promise<void>
  /** Gives back those above `share`, the soonest free first, and those that were not needed for a while. */
  giveBack(share: number): Promise<void>
  /** Gives back all that are not in use. */
  giveUp(): Promise<void>
}

interface SlotLeasesParts {
  store: SlotStore
  hand: SlotsInHand
  limit(): { messages: number }
  windowMs(): number
  timing: Timing
}

export function createSlotLeases({ store, hand, limit, windowMs, timing }: SlotLeasesParts): SlotLeases {
  const leaseMs = () => windowMs() + timing.lease

  /** From here on they are not this process's, whether or not the database hears of it. */
  async function release(slots: readonly Slot[]): Promise<void> {
    if (slots.length === 0) return
    hand.drop(slots)
    await store.give(slots)
  }

  return {
    async take(most) {
      const length = leaseMs()
      const until = performance.now() + length
      const taken = await store.take(most, limit().messages, length)
      const now = performance.now()
      hand.add(taken.map(({ no, token, wait }) => ({ no, token, until, freeAt: now + wait, inUse: false })))
      return taken.length
    },
    async renew() {
      const length = leaseMs()
      const now = performance.now()
      const due = hand.all.filter(({ until }) => until - now < length - timing.lease / 4)
      if (due.length === 0) return
      const tokens = await store.renew(due, length)
      for (const slot of due) {
        const token = tokens.get(slot.no)
        if (token === undefined) hand.drop([slot])
        else Object.assign(slot, { token, until: now + length })
      }
    },
    giveBack(share) {
      const now = performance.now()
      const excess = Math.max(0, hand.size - share)
      return release(hand.resting().filter((slot, at) => at < excess || now - slot.freeAt > timing.idle))
    },
    giveUp: () => release(hand.resting()),
  }
}
