import type { OnTime } from '../time/judge-on-time.ts'
import type { OnTimeCounts } from './on-time-row.ts'

type Counted = Omit<OnTimeCounts, 'percent'>

export interface Tally {
  add(judged: OnTime | undefined): void
  counts(): OnTimeCounts
}

/** Counts how dossiers were handled. */
export function createTally(): Tally {
  const counted: Counted = { received: 0, early: 0, on_time: 0, late: 0, overdue: 0, running: 0, unjudged: 0 }
  return {
    add(judged) {
      counted.received++
      counted[judged ?? 'unjudged']++
    },
    counts: () => ({ ...counted, percent: percentOf(counted) }),
  }
}

/** (Finished at or before the due date) ÷ (finished + overdue and not finished). */
function percentOf({ early, on_time, late, overdue }: Counted): number | null {
  const all = early + on_time + late + overdue
  return all === 0 ? null : Math.round(((early + on_time) * 1000) / all) / 10
}
