import { Temporal } from 'temporal-polyfill'
import type { AnnouncementState } from '../../knowledge/announcements/announcement.ts'
import { withinSendingWindow } from '../../knowledge/calendar/sending-window.ts'

/**
 * As what an approved announcement goes on at an instant: for its own time, for 07:00, or at once.
 * @param now ISO instant
 */
export function stateAt(
  { at, urgent }: { at: string | null; urgent: string | null },
  now: string,
): Extract<AnnouncementState, 'scheduled' | 'waiting' | 'sending'> {
  const instant = Temporal.Instant.from(now)
  if (at !== null && Temporal.Instant.compare(at, instant) > 0) return 'scheduled'
  if (urgent !== null || withinSendingWindow(instant).equals(instant)) return 'sending'
  return 'waiting'
}
