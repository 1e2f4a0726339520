/** From this many failures in a row on, the circuit is open: one probe now and then, and nothing else. */
export const failuresToOpen = 5

const first = 1_000
const most = 15 * 60_000
/** So long the system is left alone at least once the circuit is open, in ms. */
const openFor = 5 * 60_000
/** A wish to be left alone for longer is taken for a mistake. */
const longestWish = 24 * 3600_000

/**
 * How long to wait after a call that failed, in ms: from a second, doubling, up to 15 minutes; at least five once the
 * circuit is open, and as long as the system wishes. The last quarter is left to chance, so that those who ask one
 * system do not all come back at once.
 * @param failures in a row, this one included
 * @param random from 0 up to 1
 */
export function pauseAfter(
  failures: number,
  { retryAfterMs = 0, random }: { retryAfterMs?: number; random: () => number },
): number {
  const doubled = Math.min(most, first * 2 ** Math.min(failures - 1, 30))
  const full = failures < failuresToOpen ? doubled : Math.max(openFor, doubled)
  return Math.max(first, full * (0.75 + random() * 0.25), Math.min(retryAfterMs, longestWish))
}
