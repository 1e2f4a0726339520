import type pg from 'pg'
import { createBotClient } from '../../bots/channels/telegram/bot-client.ts'
import { postgresEngine } from '../../workers/queue/postgres-engine.ts'

/**
 * A peer of announcements as a process of its own: sends the same text to chats, those of the emulator that it is
 * pointed at, and tries again when it was too much. `node broadcast-peer.ts <how> <connection as JSON> <chats as JSON>`,
 * where `how` is `bullmq`, a queue with its own limiter of 30 a second, or `in-turn`, one call after the other.
 */
const [how = '', connection = '{}', chatList = '[]'] = process.argv.slice(2)
const { TELEGRAM_BOT_TOKEN = '', TELEGRAM_API_ROOT = '' } = process.env
const client = createBotClient({ token: TELEGRAM_BOT_TOKEN, apiRoot: TELEGRAM_API_ROOT })
const chats = JSON.parse(chatList) as number[]

async function send(chat: number | string): Promise<void> {
  for (;;) {
    const answer = await client.call(
      'sendMessage',
      { chat_id: chat, text: 'Cắt nước sáng mai.' },
      { timeoutMs: 10_000 },
    )
    if (answer.ok) return
    const waitMs = answer.failure.kind === 'refused' ? (answer.failure.retryAfterMs ?? 1000) : 1000
    await new Promise((resolve) => setTimeout(resolve, waitMs))
  }
}

async function sendByQueue(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const session = await postgresEngine(JSON.parse(connection) as pg.ClientConfig).connect(1, () => {})
  const queue = session.openQueue('broadcast')
  for (const chat of chats) await queue.add('send', { key: String(chat) }, {})
  let done = 0
  const worker = session.openWorker(
    'broadcast',
    async ({ data }) => {
      await send(data.key)
      done++
      if (done === chats.length) resolve()
    },
    { concurrency: 32, limiter: { max: 30, duration: 1000 } },
  )
  await promise
  await worker.close()
  await queue.close()
  await session.close()
}

if (how === 'bullmq') await sendByQueue()
else for (const chat of chats) await send(chat)
