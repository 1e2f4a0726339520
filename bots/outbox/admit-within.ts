import { inTime } from '../../server/in-time.ts'
import type { SendError } from '../channels/channel.ts'
import type { Job } from './hands.ts'
import { messageOf } from './message-of.ts'

/**
 * Waits for what the channel has to wait for before a message may go.
 * @returns null when it may; a channel that throws or takes longer than `ms` has certainly not sent it
 */
export async function admitWithin(job: Job, ms: number): Promise<SendError | null> {
  if (!job.channel.admit) return null
  try {
    return await inTime(job.channel.admit(messageOf(job)), ms)
  } catch {
    // Not the error's words, which may quote what is to be sent.
    return { kind: 'unavailable', detail: 'not admitted' }
  }
}
