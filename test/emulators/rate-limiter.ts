/**
 * `sliding`: so many in any stretch of `ms`; `bucket`: so many at once, which come again one by one, all of them in
 * `ms`. What is refused does not count.
 */
export interface RateLimit {
  by: 'sliding' | 'bucket'
  messages: number
  ms: number
}

/** What a platform does about those who send too much, and what it has seen. */
export function createRateLimiter({ by, messages, ms }: RateLimit) {
  const accepted: number[] = []
  const arrived: number[] = []
  const seen = { refused: 0, peak: 0 }
  let bucket = { left: messages, at: performance.now() }

  function since(times: number[], from: number): number {
    while ((times[0] ?? Number.POSITIVE_INFINITY) <= from) times.shift()
    return times.length
  }

  /** @returns milliseconds until there is room, 0 when there is now */
  function untilRoom(now: number): number {
    if (by === 'sliding') return since(accepted, now - ms) < messages ? 0 : (accepted[0] ?? now) + ms - now
    bucket = { left: Math.min(messages, bucket.left + ((now - bucket.at) / ms) * messages), at: now }
    return bucket.left >= 1 ? 0 : ((1 - bucket.left) / messages) * ms
  }

  return {
    /** Messages refused, and the most that arrived within one second. */
    seen: seen as Readonly<typeof seen>,
    /** A message arrives. @returns 0 when it is taken, or else after how many milliseconds there is room */
    take(): number {
      const now = performance.now()
      arrived.push(now)
      seen.peak = Math.max(seen.peak, since(arrived, now - 1000))
      const wait = untilRoom(now)
      if (wait > 0) seen.refused++
      else if (by === 'sliding') accepted.push(now)
      else bucket.left--
      return wait
    },
  }
}
