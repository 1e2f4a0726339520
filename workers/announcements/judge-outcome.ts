import type { SendResult } from '../../bots/channels/channel.ts'
import { retryDelay } from '../../bots/outbox/judge-result.ts'

/** What is known of a recipient while it is in hand. */
export interface Tried {
  attempts: number
  unknownOutcomes: number
  /** Messages of the announcement that this person has here already. */
  partsSent: number
}

/** What follows for a recipient from how a call of its channel ended. */
export type Verdict =
  | { kind: 'sent'; externalId: string | null }
  /** Again here, after so many milliseconds. @property burnt it counts as a try */
  | { kind: 'later'; reason: string; delayMs: number; burnt: boolean }
  /** It may have arrived: once more, after all others. */
  | { kind: 'last' }
  /**
   * Certainly not, here: in another place of the person's, if `move` and there is one. @property tomorrow else it is
   * worth another try on the next day; @property blocked they want nothing more from us
   */
  | { kind: 'refused'; reason: string; move: boolean; tomorrow: boolean; blocked: boolean }
  | { kind: 'failed'; reason: string }
  /** They want it no more here; in another place of the person's they may. Of no call: see `claimStatement`. */
  | { kind: 'left' }

/** About six hours, once a minute: a chat that its channel cannot serve for so long is waited for no longer. */
const mostAttempts = 360

/**
 * What was refused for certain is tried again where that may help; what may have arrived is tried once more and never a
 * third time.
 * @param random in [0, 1), spreads the waits so that they do not all end together
 */
export function judgeOutcome(result: SendResult, tried: Tried, random: number): Verdict {
  if (result.ok) return { kind: 'sent', externalId: result.externalId }
  const { error } = result
  const reason = error.kind
  // Who has, or may have, a part of it here does not get it from the beginning elsewhere.
  const move = tried.unknownOutcomes === 0 && tried.partsSent === 0
  switch (error.kind) {
    case 'rate_limited':
      // A little more than was asked: clocks differ, and a second refusal lengthens the wait.
      return { kind: 'later', reason, delayMs: error.retryAfterMs + random * 250, burnt: false }
    case 'auth_expired':
      return { kind: 'later', reason, delayMs: 0, burnt: false }
    case 'unavailable':
      if (tried.attempts >= mostAttempts) return { kind: 'failed', reason }
      return { kind: 'later', reason, delayMs: retryDelay(tried.attempts, random), burnt: true }
    case 'unknown_outcome':
      return tried.unknownOutcomes > 0 ? { kind: 'failed', reason } : { kind: 'last' }
    case 'quota':
      return { kind: 'refused', reason, move, tomorrow: true, blocked: false }
    case 'recipient_blocked':
      return { kind: 'refused', reason, move, tomorrow: false, blocked: true }
    case 'window_closed':
    case 'permanent':
      return { kind: 'refused', reason, move, tomorrow: false, blocked: false }
  }
}
