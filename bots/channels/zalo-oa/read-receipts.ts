import type { Receipt } from '../channel.ts'
import { asFields, type Fields } from '../read-json.ts'
import { readZaloId } from './read-zalo-id.ts'

/** In one event; more are of somebody else. */
const most = 500

/** What an event tells of messages that went out: that they arrived, or were seen. Pure; never throws. */
export function readReceipts(event: Fields, account: string): Receipt[] {
  const kind =
    event.event_name === 'user_seen_message'
      ? 'seen'
      : event.event_name === 'user_received_message'
        ? 'delivered'
        : null
  // The account is the sender of what this is about.
  const chat = readZaloId(asFields(event.recipient)?.id)
  const message = asFields(event.message)
  if (kind === null || chat === null || !message) return []
  const listed: readonly unknown[] = Array.isArray(message.msg_ids) ? message.msg_ids : [message.msg_id]
  return listed
    .slice(0, most)
    .map(readZaloId)
    .filter((id) => id !== null)
    .map((externalId) => ({ channel: 'zalo_oa', account, chat, externalId, kind }))
}
