import { setTimeout as delay } from 'node:timers/promises'
import type { Backoff } from '../backoff.ts'

/** Times in ms, replaced in tests, as is the clock's wait. */
export interface Pace {
  /** All calls of one send together, a refresh it waits for included. */
  sendMs: number
  /** One try of exchanging tokens; two of them fit into a send. */
  exchangeMs: number
  connectMs: number
  /** From a post of Zalo's to its answer: Zalo waits for two seconds. */
  answerMs: number
  /**
   * So long before its end an access token is exchanged, or a tenth of its life if that is shorter: should the exchange
   * come to nothing, there is time to connect anew while the old one still holds.
   */
  earlyMs: number
  /** Between two looks at the tokens, once all is well. */
  lookMs: number
  /** After an exchange that did not come about, or a look that found something missing. */
  unreachable: Backoff
  /** After one that Zalo refused, or whose token Zalo would not take either. */
  refused: Backoff
  /** After a message that was one too many for now. */
  tooFast: Backoff
  /** Resolves early, without an error, when aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
}

export const defaultPace: Pace = {
  sendMs: 9_500,
  exchangeMs: 4_000,
  connectMs: 3_000,
  answerMs: 1_500,
  earlyMs: 6 * 3600_000,
  lookMs: 3600_000,
  unreachable: { first: 1_000, most: 60_000 },
  refused: { first: 60_000, most: 3600_000 },
  tooFast: { first: 1_000, most: 30_000 },
  sleep: (ms, signal) => delay(ms, undefined, { signal }).catch(() => {}),
}
