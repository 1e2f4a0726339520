import type { JobQueue } from './engine.ts'

/** How one queue is; a wake-up that is gone from it is found by the sweep all the same. */
export interface QueueLook {
  name: string
  /** How many wake-ups are in each state. */
  counts: Readonly<Record<(typeof states)[number], number>>
  /** Those that failed of late, to be tried again or given up, the latest first. */
  failures: readonly {
    reason: string
    attempts: number
    /** Will come again. */
    again: boolean
  }[]
}

const states = ['waiting', 'active', 'delayed', 'failed'] as const
/** Jobs looked through, and failures told. */
const looked = 200
const most = 10
const longestReason = 300

export async function lookAtQueue(name: string, queue: JobQueue): Promise<QueueLook> {
  const [counts, jobs] = await Promise.all([
    queue.getJobCounts(...states),
    queue.getJobs(['failed', 'delayed'], 0, looked),
  ])
  const failed = jobs
    .filter((job) => job?.failedReason)
    .sort((a, b) => (b.processedOn ?? 0) - (a.processedOn ?? 0))
    .slice(0, most)
  return {
    name,
    counts: Object.fromEntries(states.map((state) => [state, counts[state] ?? 0])) as QueueLook['counts'],
    failures: failed.map(({ failedReason = '', attemptsMade, finishedOn }) => ({
      reason: failedReason.split('\n', 1).join().slice(0, longestReason),
      attempts: attemptsMade,
      again: finishedOn === undefined,
    })),
  }
}
