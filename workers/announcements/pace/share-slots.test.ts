import { describe, expect, it } from 'vitest'
import { shareSlots } from './share-slots.ts'

function divide(slots: number, wants: readonly number[]): number[] {
  const claimants = wants.map((want, at) => ({ process: `p${at}`, wants: want }))
  return claimants.map(({ process }) => shareSlots(slots, claimants.toReversed(), process))
}

describe('slots that several processes could use', () => {
  it.each([
    { slots: 30, wants: [30], shares: [30] },
    { slots: 30, wants: [30, 30], shares: [15, 15] },
    { slots: 30, wants: [3, 30], shares: [3, 27] },
    { slots: 30, wants: [2, 30, 5, 30], shares: [2, 11, 5, 12] },
    { slots: 1, wants: [1, 1], shares: [0, 1] },
    { slots: 10, wants: [2, 3], shares: [2, 3] },
    { slots: -2, wants: [5, 5], shares: [0, 0] },
    { slots: 30, wants: [0, 30], shares: [0, 30] },
  ])('$slots among those who want $wants', ({ slots, wants, shares }) => {
    expect(divide(slots, wants)).toEqual(shares)
  })

  it('are never promised twice, and none stays with nobody while somebody wants it', () => {
    for (let slots = 0; slots <= 12; slots++) {
      for (let n = 0; n < 125; n++) {
        const wants = [n % 5, Math.floor(n / 5) % 5, Math.floor(n / 25)].map((want) => want * 2)
        const given = divide(slots, wants).reduce((sum, share) => sum + share, 0)
        expect(given).toBe(
          Math.min(
            slots,
            wants.reduce((sum, want) => sum + want, 0),
          ),
        )
      }
    }
  })
})
