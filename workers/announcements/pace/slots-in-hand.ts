/** A slot that this process holds. Times are those of `performance.now()`. */
export interface Slot {
  readonly no: number
  /** The end of its lease as the database has it, by which it is known that nobody has taken it since. */
  token: string
  /** The same here, or a little before. */
  until: number
  /** From then on the next call may begin. */
  freeAt: number
  /** A permit for it is out. */
  inUse: boolean
}

/** What a process holds of an account's slots. */
export interface SlotsInHand {
  readonly size: number
  readonly all: readonly Slot[]
  add(slots: readonly Slot[]): void
  drop(slots: readonly Slot[]): void
  /** Those that are not in use, by the time when they are free. */
  resting(): Slot[]
  /** How many are in use, or not free yet. */
  busy(now: number): number
  /** Keeps so many of those that are free the soonest from being used until then. @returns how many there were */
  withhold(count: number, until: number): number
}

export function createSlotsInHand(): SlotsInHand {
  const held = new Set<Slot>()
  const resting = () => [...held].filter((slot) => !slot.inUse).sort((a, b) => a.freeAt - b.freeAt)
  return {
    get size() {
      return held.size
    },
    get all() {
      return [...held]
    },
    add(slots) {
      for (const slot of slots) held.add(slot)
    },
    drop(slots) {
      for (const slot of slots) held.delete(slot)
    },
    resting,
    busy(now) {
      let count = 0
      for (const slot of held) if (slot.inUse || slot.freeAt > now) count++
      return count
    },
    withhold(count, until) {
      const withheld = resting().slice(0, count)
      for (const slot of withheld) slot.freeAt = Math.max(slot.freeAt, until)
      return withheld.length
    },
  }
}
