import type { Kysely } from 'kysely'
import type { Clock } from '../server/clock.ts'
import type { Database } from '../server/database/schema.ts'
import type { Log } from '../server/log.ts'
import type { PushParts } from './dossiers/push-parts.ts'
import { tellFollowers } from './dossiers/tell-followers.ts'
import type { Queues } from './queue/create-queues.ts'
import { type Enqueue, fireReminders } from './reminders/fire-reminders.ts'
import type { Every } from './repeat.ts'
import { type Sweeps, startSweeps } from './sweeps.ts'

/** The kinds of wake-ups there are; what each of them does is below. */
export const queueNames = ['reminders', 'dossiers', 'announcements'] as const
export type QueueName = (typeof queueNames)[number]

/**
 * What a process with the role `workers` does: answers wake-ups and sweeps. The queues are the caller's to
 * close, before the returned sweeps are stopped or after.
 */
export function startWorkers(options: {
  db: Kysely<Database>
  queues: Pick<Queues<QueueName>, 'process' | 'wake'>
  clock: Clock
  every: Every
  log: Pick<Log, 'error'>
  enqueue: Enqueue
  /** What telling the followers of dossiers needs besides. */
  dossiers: Omit<PushParts, 'clock' | 'log'>
  /** Looks after announcements; settles when it has. */
  announcements: () => Promise<unknown>
  forgetOld: () => Promise<unknown>
}): Sweeps {
  const { db, queues, clock, every, log, enqueue, dossiers, announcements, forgetOld } = options
  const tasks: Record<QueueName, () => Promise<unknown>> = {
    reminders: () => fireReminders({ db, clock, enqueue }),
    dossiers: () => tellFollowers({ ...dossiers, clock, log }, queues),
    announcements,
  }
  for (const name of queueNames) {
    queues.process(
      name,
      async () => {
        await tasks[name]()
      },
      // One at a time: a wake-up takes all that is due, so a second one would only compete for the rows.
      { concurrency: 1 },
    )
  }
  return startSweeps({ db, clock, every, log, tasks, forgetOld })
}
