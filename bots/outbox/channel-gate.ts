import { retryDelay } from './judge-result.ts'

/** Which channels may be called just now. */
export interface Gate {
  passable(key: string): boolean
  /** Closed channels that may be tried with one message now; asking counts as trying. */
  probes(): string[]
  /** The channel's credentials no longer hold: it is tried once in a while until they do. @returns milliseconds */
  close(key: string): number
  /** The channel accepted something. */
  open(key: string): void
  /** Closes everything for good. */
  shut(): void
}

export function createGate(onChannel: (key: string, state: 'ok' | 'auth_expired') => void): Gate {
  const refused = new Map<string, { times: number; since: number; until: number }>()
  const stop = new AbortController()

  return {
    passable: (key) => !stop.signal.aborted && !refused.has(key),
    probes() {
      const now = performance.now()
      const due = [...refused].filter(([, { until }]) => until <= now)
      for (const [, refusal] of due) refusal.until = now + retryDelay(refusal.times, 1)
      return stop.signal.aborted ? [] : due.map(([key]) => key)
    },
    close(key) {
      const now = performance.now()
      const known = refused.get(key)
      // Sends that were under way together are one refusal, not many.
      if (known && now - known.since < 1000) return Math.max(0, known.until - now)
      const times = (known?.times ?? 0) + 1
      const wait = retryDelay(times - 1, 1)
      refused.set(key, { times, since: now, until: now + wait })
      onChannel(key, 'auth_expired')
      return wait
    },
    open(key) {
      if (refused.delete(key)) onChannel(key, 'ok')
    },
    shut: () => stop.abort(),
  }
}
