import type { BotClient } from './bot-client.ts'

/** The sign fades after 5 s; it isn't renewed before. */
const everyMs = 4_500
const mostInFlight = 8
const mostChats = 1_000

/**
 * Shows "typing…". A courtesy: it is left out when a chat has it already, when many are on their way, and for
 * as long as the server asks for fewer calls.
 * @param now milliseconds of a clock that only goes forward
 */
export function createTyping(client: BotClient, now: () => number): (chat: string) => void {
  const shown = new Map<string, number>()
  let inFlight = 0
  let quietUntil = 0

  async function show(chat: string): Promise<void> {
    inFlight += 1
    const answer = await client.call(
      'sendChatAction',
      { chat_id: chat, action: 'typing' },
      { timeoutMs: 3_000 },
    )
    inFlight -= 1
    if (!answer.ok && answer.failure.kind === 'refused' && answer.failure.status === 429) {
      quietUntil = now() + (answer.failure.retryAfterMs ?? 5_000)
    }
  }

  return (chat) => {
    const at = now()
    if (at < quietUntil || inFlight >= mostInFlight || at - (shown.get(chat) ?? -everyMs) < everyMs) return
    if (shown.size >= mostChats) shown.clear()
    shown.set(chat, at)
    void show(chat)
  }
}
