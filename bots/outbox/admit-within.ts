import { inTime } from '../../server/in-time.ts'
import type { OutgoingMessage, PushChannel, SendError } from '../channels/channel.ts'

/**
 * Waits for what the channel has to wait for before a message may go.
 * @returns null when it may; a channel that throws or takes longer than `ms` has certainly not sent it
 */
export async function admitWithin(
  channel: PushChannel,
  message: OutgoingMessage,
  ms: number,
): Promise<SendError | null> {
  if (!channel.admit) return null
  try {
    return await inTime(channel.admit(message), ms)
  } catch {
    // Not the error's words, which may quote what is to be sent.
    return { kind: 'unavailable', detail: 'not admitted' }
  }
}
