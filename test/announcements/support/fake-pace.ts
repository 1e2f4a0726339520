import type { Pace, Permit } from '../../../workers/announcements/pace.ts'

export interface FakePace extends Pace {
  /** What became of permits. */
  readonly given: { used: number; unused: number }
  /** How often a channel said that it was one too many. */
  readonly refusals: number
}

/** Permits without end, at once; none for as long as a channel asked for quiet. */
export function fakePace(): FakePace {
  const given = { used: 0, unused: 0 }
  const state = { quietUntil: 0, refusals: 0 }
  return {
    given,
    get refusals() {
      return state.refusals
    },
    async take(of, wanted) {
      const quiet = state.quietUntil - performance.now()
      if (quiet > 0) return { permits: [], againMs: quiet }
      return { permits: Array.from({ length: wanted }, (): Permit => ({ of, inMs: 0 })), againMs: 0 }
    },
    give(_permit, how) {
      given[how]++
    },
    async refused(_of, retryAfterMs) {
      state.refusals++
      state.quietUntil = performance.now() + retryAfterMs
    },
    debit() {},
    async stop() {},
  }
}
