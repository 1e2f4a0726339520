import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { withinSendingWindow } from './sending-window.ts'

describe('withinSendingWindow', () => {
  it.each([
    ['2026-11-23T06:59:59.999+07:00', '2026-11-23T07:00:00+07:00'],
    ['2026-11-23T07:00:00+07:00', '2026-11-23T07:00:00+07:00'],
    ['2026-11-23T21:59:59+07:00', '2026-11-23T21:59:59+07:00'],
    ['2026-11-23T22:00:00+07:00', '2026-11-24T07:00:00+07:00'],
    ['2026-12-31T23:30:00+07:00', '2027-01-01T07:00:00+07:00'],
    ['2026-11-23T00:00:00+07:00', '2026-11-23T07:00:00+07:00'],
  ])('moves %s to %s', (at, expected) => {
    const moved = withinSendingWindow(Temporal.Instant.from(at))
    expect(moved.equals(Temporal.Instant.from(expected))).toBe(true)
  })

  it('moves anything at most nine hours forward, into the window, and then no further', () => {
    // Since 2000: in 1975 the clocks there were put back in the night, by an hour that is waited too.
    fc.assert(
      fc.property(fc.integer({ min: 946_684_800_000, max: 4_102_444_800_000 }), (epoch) => {
        const at = Temporal.Instant.fromEpochMilliseconds(epoch)
        const moved = withinSendingWindow(at)
        const waited = moved.epochMilliseconds - epoch
        const { hour } = moved.toZonedDateTimeISO('Asia/Ho_Chi_Minh')
        expect(waited).toBeGreaterThanOrEqual(0)
        expect(waited).toBeLessThanOrEqual(9 * 3_600_000)
        expect(hour).toBeGreaterThanOrEqual(7)
        expect(hour).toBeLessThan(22)
        expect(withinSendingWindow(moved).equals(moved)).toBe(true)
      }),
    )
  })
})
