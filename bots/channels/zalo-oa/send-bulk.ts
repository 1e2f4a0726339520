import type { Clock } from '../../../server/clock.ts'
import type { OutgoingMessage, SendResult, Window } from '../channel.ts'
import { checkWindow } from './check-window.ts'
import type { SendPromotion } from './send-promotion.ts'

/** Of the eight answers that Zalo lets us give, so many may be announcements: what people ask comes first. */
const mostAnnounced = 5
/** A text and five files, the most that an announcement has. */
const mostParts = 6

/**
 * Delivers one of many messages that are the same: in the window, while it has room, as answers are; else as a
 * promotion. Files go in the window alone, after their text.
 * @param answer sends it as an answer is sent
 */
export async function sendBulk(
  { clock, promote }: { clock: Clock; promote: SendPromotion },
  message: OutgoingMessage,
  answer: (message: OutgoingMessage) => Promise<SendResult>,
): Promise<SendResult> {
  const { window, reply } = message
  const now = clock.now().epochMilliseconds
  const isFile = reply.blocks.length === 0 && (reply.files ?? []).length > 0
  const isOpen = checkWindow(window, now) === null && (isFile || hasRoom(window))
  if (!isOpen) return promote(message)
  const result = await answer(message)
  // Zalo counts by its own clock, and what was sent by other ways too.
  return !result.ok && result.error.kind === 'window_closed' ? promote(message) : result
}

/** Whether an announcement with all its files can go as answers. */
export function hasRoomForFiles(window: Window | null, now: number): boolean {
  return checkWindow(window, now) === null && (window?.sent ?? 0) + mostParts <= 8
}

function hasRoom(window: Window | null): boolean {
  return window !== null && window.sent < mostAnnounced
}
