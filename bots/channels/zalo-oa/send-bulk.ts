import type { Clock } from '../../../server/clock.ts'
import type { OutgoingMessage, SendResult } from '../channel.ts'
import { checkWindow } from './check-window.ts'
import { longestText } from './compose-message.ts'
import { fitReply } from './fit-reply.ts'
import { fitsWindow } from './fits-window.ts'
import type { SendPromotion } from './send-promotion.ts'

/**
 * Delivers one of many messages that are the same: in the window, while it has room, as answers are; else as a
 * promotion. A file goes in the window alone, after what is said of it.
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
  const isOpen = isFile ? checkWindow(window, now) === null : fitsWindow({ window, messages: 1, now })
  if (!isOpen) return promote(message)
  const result = await answer({ ...message, reply: fitReply(reply, longestText) })
  // Zalo counts by its own clock, and what was sent by other ways too.
  return !result.ok && result.error.kind === 'window_closed' ? promote(message) : result
}
