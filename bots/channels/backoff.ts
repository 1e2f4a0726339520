/** Pauses between tries, in ms. */
export interface Backoff {
  first: number
  most: number
}

/**
 * Doubles from try to try. The last quarter is left to chance, so that many processes don't come back together, and
 * nothing comes at regular times.
 * @param tries failures in a row, this one included
 * @param random from 0 up to 1; without it, it is the whole pause each time
 */
export function backoff({ first, most }: Backoff, tries: number, random: () => number = () => 1): number {
  const full = Math.min(most, first * 2 ** Math.min(tries - 1, 30))
  return Math.max(first, full * (0.75 + random() * 0.25))
}
