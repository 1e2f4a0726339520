import { Temporal } from 'temporal-polyfill'
import type { Clock } from '../../server/clock.ts'
import type { Queues } from '../queue/create-queues.ts'

const shortest = Temporal.Duration.from({ milliseconds: 1 })

/**
 * To be called with what `notify dossiers` says, an instant at which something is due. All that is due in one second
 * shares one wake-up: as often as that what waits is looked at, which keeps the pace of messages. What is due already,
 * its change having taken long to be written, is for the next second: the wake-up of its own may have been.
 */
export async function wakeForPushes(
  { queues, clock }: { queues: Pick<Queues<'dossiers'>, 'wake'>; clock: Clock },
  dueAt: Temporal.Instant,
): Promise<void> {
  const soonest = clock.now().add(shortest)
  const due = Temporal.Instant.compare(dueAt, soonest) < 0 ? soonest : dueAt
  const at = due.round({ smallestUnit: 'second', roundingMode: 'ceil' })
  await queues.wake('dossiers', 'due', { at })
}
