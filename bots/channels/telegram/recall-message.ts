import type { SendResult } from '../channel.ts'
import type { BotClient } from './bot-client.ts'
import { isRefused } from './is-refused.ts'
import { toSendError } from './to-send-error.ts'

const budgetMs = 10_000

/** Takes a message back. Telegram lets a bot for 48 hours; one that is gone already is as good. Never throws. */
export async function recallMessage(
  client: BotClient,
  chat: string,
  externalId: string,
): Promise<SendResult> {
  const target = { chat_id: chat, message_id: Number(externalId) }
  const answer = await client.call('deleteMessage', target, { timeoutMs: budgetMs })
  if (answer.ok || isRefused(answer, /message to delete not found/i)) return { ok: true, externalId: null }
  return { ok: false, error: toSendError(answer.failure) }
}
