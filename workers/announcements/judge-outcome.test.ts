import { describe, expect, it } from 'vitest'
import type { SendError } from '../../bots/channels/channel.ts'
import { judgeOutcome, type Tried } from './judge-outcome.ts'

const fresh: Tried = { attempts: 0, unknownOutcomes: 0, partsSent: 0 }
const ended = (error: SendError, tried: Partial<Tried> = {}, random = 0) =>
  judgeOutcome({ ok: false, error }, { ...fresh, ...tried }, random)
const detail = 'x'

describe('what becomes of a recipient', () => {
  it('is sent when the channel has taken it', () => {
    expect(judgeOutcome({ ok: true, externalId: 'm' }, fresh, 0)).toEqual({ kind: 'sent', externalId: 'm' })
  })

  it('waits as long as the channel says, without a try being burnt', () => {
    const later = ended({ kind: 'rate_limited', retryAfterMs: 3000, detail }, { attempts: 7 }, 0.5)
    expect(later).toEqual({ kind: 'later', reason: 'rate_limited', delayMs: 3125, burnt: false })
    expect(ended({ kind: 'auth_expired', detail })).toMatchObject({ kind: 'later', burnt: false })
  })

  it.each([
    [0, 500, 1000],
    [3, 4000, 8000],
    [50, 30_000, 60_000],
  ])('waits longer from try to try, up to a minute: after %d', (attempts, least, most) => {
    expect(ended({ kind: 'unavailable', detail }, { attempts })).toMatchObject({
      delayMs: least,
      burnt: true,
    })
    expect(ended({ kind: 'unavailable', detail }, { attempts }, 1)).toMatchObject({ delayMs: most })
  })

  it('does not wait for a chat for ever', () => {
    expect(ended({ kind: 'unavailable', detail }, { attempts: 400 })).toEqual({
      kind: 'failed',
      reason: 'unavailable',
    })
  })

  it('may have arrived: once more, and never a third time', () => {
    expect(ended({ kind: 'unknown_outcome', detail })).toEqual({ kind: 'last' })
    expect(ended({ kind: 'unknown_outcome', detail }, { unknownOutcomes: 1 })).toEqual({
      kind: 'failed',
      reason: 'unknown_outcome',
    })
  })

  it.each(['recipient_blocked', 'window_closed', 'quota', 'permanent'] as const)(
    'goes elsewhere after %s, unless a part of it is, or may be, here',
    (kind) => {
      expect(ended({ kind, detail })).toMatchObject({ kind: 'refused', reason: kind, move: true })
      expect(ended({ kind, detail }, { partsSent: 1 })).toMatchObject({ move: false })
      expect(ended({ kind, detail }, { unknownOutcomes: 1 })).toMatchObject({ move: false })
    },
  )

  it('waits for another day only where that helps', () => {
    expect(ended({ kind: 'quota', detail })).toMatchObject({ tomorrow: true, blocked: false })
    expect(ended({ kind: 'recipient_blocked', detail })).toMatchObject({ tomorrow: false, blocked: true })
  })
})
