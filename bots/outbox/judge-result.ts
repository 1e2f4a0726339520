import type { SendResult } from '../channels/channel.ts'

/** What is known of a message while it is in hand. */
export interface Sent {
  attempts: number
  unknownOutcomes: number
  /** Milliseconds since it was written. */
  age: number
}

export type Verdict =
  | { kind: 'sent'; externalId: string | null }
  | {
      kind: 'later'
      delayMs: number
      attempts: number
      unknownOutcomes: number
      failure: string
      pause: boolean
    }
  | { kind: 'failed'; failure: string; unknownOutcomes: number; blocked: boolean }
  /** Until the person writes again. */
  | { kind: 'held'; failure: string }

/** A message older than this is no longer tried where its channel is down or slow: it would only confuse. */
const longestTry = 6 * 3600_000

/**
 * What follows from the end of a send. What the channel refused for certain is tried again as long as it is
 * useful; what may have arrived is sent once more and never a third time.
 * @param random in [0, 1), spreads the waits so that they do not all end together
 */
export function judgeResult(result: SendResult, sent: Sent, random: number): Verdict {
  if (result.ok) return { kind: 'sent', externalId: result.externalId }
  const { error } = result
  const { attempts, unknownOutcomes } = sent
  const failed = (failure: string, blocked = false): Verdict => ({
    kind: 'failed',
    failure,
    unknownOutcomes,
    blocked,
  })
  const later = (delayMs: number, pause = false): Verdict => ({
    kind: 'later',
    delayMs,
    attempts: attempts + 1,
    unknownOutcomes,
    failure: error.kind,
    pause,
  })
  switch (error.kind) {
    case 'rate_limited':
      // A little more than was asked: clocks differ, and a second refusal lengthens the wait.
      return sent.age > longestTry ? failed(error.kind) : later(error.retryAfterMs + random * 250)
    case 'unavailable':
      return sent.age > longestTry ? failed(error.kind) : later(retryDelay(attempts, random))
    case 'unknown_outcome':
      return unknownOutcomes > 0
        ? { kind: 'failed', failure: error.kind, unknownOutcomes: unknownOutcomes + 1, blocked: false }
        : {
            kind: 'later',
            delayMs: 500 + random * 500,
            attempts: attempts + 1,
            unknownOutcomes: 1,
            failure: error.kind,
            pause: false,
          }
    case 'auth_expired':
      return later(0, true)
    case 'window_closed':
    case 'quota':
      return { kind: 'held', failure: error.kind }
    case 'recipient_blocked':
      return failed(error.kind, true)
    case 'permanent':
      return failed(error.kind)
  }
}

/** 1 s, doubling to 60 s, each between half and the whole of it. */
export function retryDelay(attempts: number, random: number): number {
  return Math.min(60_000, 1000 * 2 ** Math.min(attempts, 6)) * (0.5 + random / 2)
}
