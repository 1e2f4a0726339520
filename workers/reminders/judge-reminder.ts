import { Temporal } from 'temporal-polyfill'
import { withinSendingWindow } from '../../knowledge/calendar/sending-window.ts'

/** A reminder is of use for a day after its time; later it would only puzzle the person. */
const useful = Temporal.Duration.from({ hours: 24 })

/**
 * What is to become of a reminder whose due time has come, at an hour when messages may go out.
 * @returns `skip` when the person blocked the assistant or when it is too late; a night's wait isn't counted
 */
export function judgeReminder(
  reminder: { dueAt: Temporal.Instant; blocked: boolean },
  now: Temporal.Instant,
): 'send' | 'skip' {
  const until = withinSendingWindow(reminder.dueAt).add(useful)
  return reminder.blocked || Temporal.Instant.compare(now, until) >= 0 ? 'skip' : 'send'
}
