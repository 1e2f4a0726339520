import type { Temporal } from 'temporal-polyfill'
import type { Queues } from '../queue/create-queues.ts'

/**
 * To be called with what `notify dossiers` says, an instant at which something is due. All that is due in one second
 * shares one wake-up: as often as that what waits is looked at, which keeps the pace of messages.
 */
export async function wakeForPushes(
  queues: Pick<Queues<'dossiers'>, 'wake'>,
  dueAt: Temporal.Instant,
): Promise<void> {
  const at = dueAt.round({ smallestUnit: 'second', roundingMode: 'ceil' })
  await queues.wake('dossiers', 'due', { at })
}
