import type { Unplanned } from './advance-announcements.ts'
import type { AnnouncementParts } from './announcement-parts.ts'
import { planPagePatiently } from './plan-page-patiently.ts'

/** Plans the recipients of announcements, beside what is being sent. */
export interface Planner {
  /** Goes on with these alone: page by page in turn, those that are urgent before all others. */
  plan(unplanned: readonly Unplanned[]): void
  /** Settles when no page is under way. */
  finish(): Promise<void>
}

interface PlannerParts extends Pick<AnnouncementParts, 'pool' | 'clock' | 'log'> {
  /** One has come to its end. */
  onPlanned(): void
  /** One is to be planned at another time. */
  onLater(): void
  /** Aborted when no other page is to be begun: whoever comes next goes on with it. */
  ending: AbortSignal
}

export function createPlanner({ pool, clock, log, onPlanned, onLater, ending }: PlannerParts): Planner {
  const state = { waiting: [] as readonly Unplanned[] }
  let running: Promise<void> | undefined

  async function run(): Promise<void> {
    for (let one = next(); one && !ending.aborted; one = next()) {
      const { id } = one
      const outcome = await planOne(id)
      const others = state.waiting.filter((other) => other.id !== id)
      state.waiting = outcome === 'more' ? [...others, one] : others
      if (outcome === 'ended') onPlanned()
      if (outcome === 'later') onLater()
    }
    // At once: what is wanted from now on has to be begun.
    running = undefined
  }

  function next(): Unplanned | undefined {
    return state.waiting.find(({ urgent }) => urgent) ?? state.waiting[0]
  }

  async function planOne(id: string): Promise<'more' | 'ended' | 'later'> {
    try {
      return await planPagePatiently(pool, id, { now: clock.now().toString(), ending })
    } catch (err) {
      log.warn({ err, announcement: id }, 'an announcement could not be planned to the end')
      return 'later'
    }
  }

  return {
    plan(unplanned) {
      const known = new Set(state.waiting.map(({ id }) => id))
      const wanted = new Map(unplanned.map((one) => [one.id, one]))
      state.waiting = [
        ...state.waiting.flatMap(({ id }) => wanted.get(id) ?? []),
        ...unplanned.filter(({ id }) => !known.has(id)),
      ]
      if (state.waiting.length > 0) running ??= run()
    },
    async finish() {
      await running
    },
  }
}
