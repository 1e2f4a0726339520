import type { Window } from '../channel.ts'
import { checkWindow, mostAnswers } from './check-window.ts'

/** Of the answers that Zalo lets us give, announcements begin with so many at most: what people ask comes first. */
const mostBefore = 5

/**
 * Whether an announcement can go as answers, all its messages together.
 * @param given.now milliseconds since the epoch, of the clock that the window was noted by
 */
export function fitsWindow(given: { window: Window | null; messages: number; now: number }): boolean {
  const { window, messages, now } = given
  if (window === null || checkWindow(window, now) !== null) return false
  return window.sent < mostBefore && window.sent + messages <= mostAnswers
}
