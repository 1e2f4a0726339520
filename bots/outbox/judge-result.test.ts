import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SendError } from '../channels/channel.ts'
import { judgeResult, retryDelay, type Sent } from './judge-result.ts'

const fresh: Sent = { attempts: 0, unknownOutcomes: 0, age: 0 }
const error = (one: SendError, sent: Partial<Sent> = {}, random = 0) =>
  judgeResult({ ok: false, error: one }, { ...fresh, ...sent }, random)
const hours = 3600_000

describe('judgeResult', () => {
  it('takes what the channel accepted as sent', () => {
    expect(judgeResult({ ok: true, externalId: '7' }, fresh, 0)).toEqual({ kind: 'sent', externalId: '7' })
  })

  it('waits as long as a rate limit asks, and never less', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10 ** 7 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (ms, random) => {
          const verdict = error({ kind: 'rate_limited', retryAfterMs: ms, detail: '' }, {}, random)
          expect(verdict).toMatchObject({ kind: 'later', unknownOutcomes: 0, pause: false })
          if (verdict.kind === 'later') expect(verdict.delayMs).toBeGreaterThanOrEqual(ms)
        },
      ),
    )
  })

  it('tries what was certainly not delivered for six hours', () => {
    const away = { kind: 'unavailable', detail: '' } as const
    expect(error(away, { attempts: 500, age: 5.9 * hours })).toMatchObject({ kind: 'later', attempts: 501 })
    expect(error(away, { age: 6.1 * hours })).toMatchObject({ kind: 'failed', failure: 'unavailable' })
  })

  it('sends once more what may have arrived, then gives it up', () => {
    const unknown = { kind: 'unknown_outcome', detail: '' } as const
    expect(error(unknown)).toMatchObject({ kind: 'later', unknownOutcomes: 1 })
    expect(error(unknown, { unknownOutcomes: 1 })).toMatchObject({ kind: 'failed', unknownOutcomes: 2 })
    // Even when the first time was long ago.
    expect(error(unknown, { age: 100 * hours })).toMatchObject({ kind: 'later' })
  })

  it.each(['window_closed', 'quota'] as const)('holds after %s', (kind) => {
    expect(error({ kind, detail: '' })).toEqual({ kind: 'held', failure: kind })
  })

  it('keeps what waits for credentials, however old', () => {
    expect(error({ kind: 'auth_expired', detail: '' }, { age: 100 * hours })).toMatchObject({
      kind: 'later',
      pause: true,
    })
  })

  it('gives up what is refused for good', () => {
    const permanent = { kind: 'permanent', detail: '' } as const
    expect(error(permanent)).toMatchObject({ kind: 'failed', blocked: false })
    expect(error({ kind: 'recipient_blocked', detail: '' })).toMatchObject({ kind: 'failed', blocked: true })
  })
})

describe('retryDelay', () => {
  it('doubles from one second to a minute, spread over its second half', () => {
    expect([0, 1, 2, 5, 6, 50].map((attempts) => retryDelay(attempts, 1))).toEqual([
      1000, 2000, 4000, 32_000, 60_000, 60_000,
    ])
    expect(retryDelay(0, 0)).toBe(500)
  })
})
