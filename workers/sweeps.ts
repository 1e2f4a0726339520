import type { Kysely } from 'kysely'
import type { Clock } from '../server/clock.ts'
import type { Database } from '../server/database/schema.ts'
import type { Log } from '../server/log.ts'
import { oncePerDay } from './once-per-day.ts'
import { type Every, repeat } from './repeat.ts'

export interface Sweeps {
  /** Starts no further sweep and waits for the one under way. */
  stop(): Promise<void>
}

const minute = 60_000

/**
 * The net below all wake-ups: at the start and every minute, what is due by the injected clock is done, and
 * once a day of Hanoi, in one process of all, what is old is forgotten. A failure is logged and tried again
 * with the next sweep.
 */
export function startSweeps(options: {
  db: Kysely<Database>
  clock: Clock
  every: Every
  log: Pick<Log, 'error'>
  /** Each does whatever is due and may run in many processes at once. */
  tasks: Record<string, () => Promise<unknown>>
  /** Empties and deletes what the retention rules say; may run again after a crash. */
  forgetOld: () => Promise<unknown>
}): Sweeps {
  const { db, clock, every, log, tasks, forgetOld } = options
  const all = { ...tasks, forgetOld: () => oncePerDay({ db, clock, name: 'forget_old', run: forgetOld }) }

  async function sweep(): Promise<void> {
    for (const [task, run] of Object.entries(all)) {
      try {
        await run()
      } catch (error) {
        log.error({ err: error, task }, 'a sweep failed and will be tried again in a minute')
      }
    }
  }

  return repeat({ what: 'a sweep', ms: minute, run: sweep, every, log })
}
