import type { SendError } from '../channel.ts'
import { isTokenFailure, type SendFailure } from './call-with-token.ts'

/** What Zalo's numbers mean for a message; every other one means that this message is refused for good. */
const kinds: Partial<Record<number, 'rate_limited' | 'quota' | 'recipient_blocked' | 'window_closed'>> = {
  [-32]: 'rate_limited',
  [-211]: 'quota',
  [-218]: 'quota',
  [-221]: 'quota',
  [-224]: 'quota',
  // Templates by phone: the day's quota of the OA, and of the template.
  [-144]: 'quota',
  [-147]: 'quota',
  // Does not follow, is banned or inactive, has restricted the OA.
  [-213]: 'recipient_blocked',
  [-227]: 'recipient_blocked',
  [-244]: 'recipient_blocked',
  [-230]: 'window_closed',
  [-232]: 'window_closed',
}

/**
 * A failed call in the vocabulary that all channels share.
 * @param pauseMs how long to leave Zalo alone when it was too much
 */
export function toSendError(failure: SendFailure, pauseMs: () => number): SendError {
  const { detail } = failure
  if (failure.kind === 'no_token') return { kind: failure.refused ? 'auth_expired' : 'unavailable', detail }
  if (failure.kind === 'unreachable') return { kind: 'unavailable', detail }
  if (failure.kind === 'lost') return { kind: 'unknown_outcome', detail }
  if (isTokenFailure(failure)) return { kind: 'auth_expired', detail }
  const { status, code } = failure
  const kind = code === null ? undefined : kinds[code]
  if (kind === 'rate_limited' || status === 429)
    return { kind: 'rate_limited', retryAfterMs: pauseMs(), detail }
  if (kind) return { kind, detail }
  // Who answers with another page or sends us elsewhere is not Zalo's API: it never got the message.
  return { kind: status >= 500 || (status >= 300 && code === null) ? 'unavailable' : 'permanent', detail }
}
