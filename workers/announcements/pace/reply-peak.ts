/** How many replies went out lately. Times are those of `performance.now()`. */
export interface ReplyPeak {
  add(count: number, now: number): void
  /** The most in any one window of the last ten. */
  most(now: number): number
}

const perWindow = 10
const kept = 10 * perWindow

/** Counts in tenths of a window. @param windowMs may change between calls, by which the last ten are longer or shorter */
export function createReplyPeak(windowMs: () => number): ReplyPeak {
  const counts = new Map<number, number>()
  const tenthAt = (now: number) => Math.floor(now / (windowMs() / perWindow))

  return {
    add(count, now) {
      const tenth = tenthAt(now)
      counts.set(tenth, (counts.get(tenth) ?? 0) + count)
    },
    most(now) {
      const latest = tenthAt(now)
      for (const tenth of counts.keys()) {
        if (tenth <= latest - kept || tenth > latest) counts.delete(tenth)
      }
      let most = 0
      for (const end of counts.keys()) {
        let sum = 0
        for (let tenth = end; tenth > end - perWindow; tenth--) sum += counts.get(tenth) ?? 0
        most = Math.max(most, sum)
      }
      return most
    },
  }
}
