import { type Backoff, backoff } from '../backoff.ts'

export interface TooFast {
  /** Zalo refused one message too many. @returns how long to leave it alone, in ms */
  refused(): number
  accepted(): void
}

/**
 * Zalo says that it was too much, not for how long; its limits count by the second and by the minute. So the pause
 * is a second at first, which spreads a burst, and doubles up to half a minute, after which a minute's count is
 * surely lower. What was under way together is refused together and counts once.
 * @param now milliseconds, of any clock
 */
export function createTooFast(limits: Backoff, now: () => number): TooFast {
  let tries = 0
  let until = 0
  return {
    refused() {
      if (now() >= until) {
        tries += 1
        until = now() + backoff(limits, tries)
      }
      return Math.max(limits.first, until - now())
    },
    accepted() {
      tries = 0
    },
  }
}
