import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { failuresToOpen, pauseAfter } from './pause-after.ts'

const whole = { random: () => 1 }

describe('the pause after a failure', () => {
  it('doubles from a second, is five minutes once the circuit is open, and never more than 15', () => {
    const pauses = Array.from({ length: 14 }, (_, at) => pauseAfter(at + 1, whole) / 1000)
    expect(pauses).toEqual([1, 2, 4, 8, 300, 300, 300, 300, 300, 512, 900, 900, 900, 900])
  })

  it('leaves a quarter to chance', () => {
    expect(pauseAfter(3, { random: () => 0 })).toBe(3000)
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (failures, chance) => {
          const pause = pauseAfter(failures, { random: () => chance })
          expect(pause).toBeGreaterThanOrEqual(failures < failuresToOpen ? 1000 : 225_000)
          expect(pause).toBeLessThanOrEqual(900_000)
        },
      ),
    )
  })

  it('is as long as the system wishes, up to a day', () => {
    expect(pauseAfter(1, { ...whole, retryAfterMs: 120_000 })).toBe(120_000)
    expect(pauseAfter(1, { ...whole, retryAfterMs: 10 ** 12 })).toBe(86_400_000)
    expect(pauseAfter(6, { ...whole, retryAfterMs: 1 })).toBe(300_000)
  })
})
