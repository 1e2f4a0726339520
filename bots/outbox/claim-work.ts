import type { Pool } from 'pg'
import { inTransaction } from '../../server/database/in-transaction.ts'
import type { Channels } from './channels.ts'
import { isPush } from './channels.ts'
import { claimDueMessages, type DueConversation, type DueMessage, lockDueConversations } from './claim-due.ts'
import type { Outbox } from './create-outbox.ts'
import type { Job } from './hands.ts'

interface ClaimParts {
  pool: Pool
  channels: Channels
  outbox: Outbox
  /** Under which number they are taken. */
  owner: string
}

/**
 * Takes due messages of up to `limit` conversations in hand and begins to send them.
 * @param keys the channel accounts to serve
 * @returns how many conversations were found
 */
export async function claimWork(parts: ClaimParts, keys: readonly string[], limit: number): Promise<number> {
  const { pool, outbox, owner } = parts
  if (keys.length === 0 || limit <= 0) return 0
  const reserved: string[] = []
  try {
    const claimed = await inTransaction(pool, async (client) => {
      const due = await lockDueConversations(client, keys, outbox.hands.ids(), limit)
      if (due.length === 0) return { due, messages: [] }
      for (const { id } of due) if (outbox.hands.reserveDue(id)) reserved.push(id)
      const unbegun = due.filter((one) => pushChannel(parts, one)?.admit).map(({ id }) => id)
      return { due, messages: await claimDueMessages(client, reserved, owner, unbegun) }
    })
    for (const conversation of claimed.due) {
      if (!reserved.includes(conversation.id)) continue
      const own = claimed.messages.filter((message) => message.conversation_id === conversation.id)
      reserved.splice(reserved.indexOf(conversation.id), 1)
      outbox.accept(conversation.id, toJobs(parts, conversation, own))
    }
    return claimed.due.length
  } finally {
    for (const id of reserved) outbox.hands.release(id)
  }
}

function pushChannel({ channels }: ClaimParts, { channel: name, account }: DueConversation) {
  const channel = channels.get(name, account)
  return channel && isPush(channel) ? channel : undefined
}

function toJobs(parts: ClaimParts, conversation: DueConversation, messages: DueMessage[]): Job[] {
  const channel = pushChannel(parts, conversation)
  if (!channel) return []
  const { last_event: event, last_ms: at, sent_since: sent } = conversation
  return messages.map((message, index) => ({
    id: message.id,
    conversationId: conversation.id,
    channel,
    chat: conversation.chat,
    owner: parts.owner,
    reply: message.reply,
    replaces: message.replaces,
    window: event === null || at === null ? null : { event, at, sent: sent + index },
    attempts: message.attempts,
    unknownOutcomes: message.unknown_outcomes,
    createdAt: message.created_ms,
    begun: message.status === 'sending',
    ...(conversation.farewell && index === messages.length - 1 ? { farewell: true as const } : {}),
  }))
}
