import type { Temporal } from 'temporal-polyfill'
import { withinSendingWindow } from '../../knowledge/calendar/sending-window.ts'
import type { Queues } from '../queue/create-queues.ts'

/**
 * To be called after the commit that planned a reminder: so it goes out at its time, not at the sweep after it.
 * All reminders of one instant share one wake-up.
 */
export async function wakeForReminder(
  queues: Pick<Queues<'reminders'>, 'wake'>,
  dueAt: Temporal.Instant,
): Promise<void> {
  await queues.wake('reminders', 'due', { at: withinSendingWindow(dueAt) })
}
