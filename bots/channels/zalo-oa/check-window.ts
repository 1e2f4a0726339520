import { hoursToWrite, type Window } from '../channel.ts'

/**
 * Zalo's 48 hours run from when the person wrote; ours from when we heard of it, which is up to two hours later
 * where a post of Zalo's had to be repeated. Between the two Zalo refuses (-230), which comes to the same.
 */
const windowMs = hoursToWrite.zalo_oa * 3600_000
export const mostAnswers = 8

/**
 * Zalo lets an account answer for 48 hours, and eight times. Later, what is sent would be paid for or refused.
 * @param now milliseconds since the epoch, of the clock that the window was noted by
 * @returns why nothing may be sent; null when something may
 */
export function checkWindow(window: Window | null, now: number): string | null {
  if (window === null) return 'the person has written nothing that could be answered'
  if (now - window.at > windowMs) return 'the person last wrote more than 48 hours ago'
  if (window.sent >= mostAnswers) return `${mostAnswers} messages went out since the person last wrote`
  return null
}
