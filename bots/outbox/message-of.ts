import type { OutgoingMessage } from '../channels/channel.ts'
import type { Job } from './hands.ts'

/** A message in hand as its channel gets it. */
export function messageOf({ id, chat, reply, replaces, window }: Job): OutgoingMessage {
  return { id, chat, reply, ...(replaces === null ? {} : { replaces }), window }
}
