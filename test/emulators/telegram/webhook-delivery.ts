import { Agent as HttpAgent, request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { Update, UpdateQueue } from './update-queue.ts'

export interface WebhookSetting {
  url: string
  secret?: string
  maxConnections: number
}

/**
 * Posts updates to the bot's webhook: those of one chat one after another, those of different chats side by
 * side; whatever isn't answered 2xx is posted again.
 * @param retryMs first pause before posting again; it doubles up to 20 times that
 */
export function createWebhookDelivery(queue: UpdateQueue, retryMs: number) {
  const agent = new HttpAgent({ keepAlive: true })
  const lanes = new Map<string, Update[]>()
  const timers = new Set<NodeJS.Timeout>()
  let setting: WebhookSetting | null = null
  let lastError: { date: number; message: string } | null = null
  let posts = 0

  async function run(lane: string, updates: Update[]): Promise<void> {
    for (let update = updates[0]; update && setting; update = updates[0]) {
      for (
        let pause = retryMs;
        setting && !(await post(setting, update));
        pause = Math.min(pause * 2, retryMs * 20)
      ) {
        await wait(pause)
      }
      // Taken back in the middle: what the bot hasn't taken waits for whatever it does next.
      if (setting) updates.shift()
    }
    lanes.delete(lane)
    queue.restore(updates)
  }

  function post(to: WebhookSetting, update: Update): Promise<boolean> {
    const body = JSON.stringify(update)
    const send = to.url.startsWith('https:') ? httpsRequest : httpRequest
    posts += 1
    return new Promise((resolve) => {
      const failed = (message: string) => {
        lastError = { date: Math.floor(Date.now() / 1000), message }
        resolve(false)
      }
      const outgoing = send(to.url, {
        method: 'POST',
        ...(to.url.startsWith('https:') ? {} : { agent }),
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          ...(to.secret ? { 'x-telegram-bot-api-secret-token': to.secret } : {}),
        },
      })
      outgoing.on('response', (response) => {
        response.resume()
        response.on('end', () => {
          const status = response.statusCode ?? 0
          if (status >= 200 && status < 300) resolve(true)
          else failed(`Wrong response from the webhook: ${status} ${response.statusMessage ?? ''}`.trim())
        })
        response.on('error', (error) => failed(error.message))
      })
      outgoing.on('error', (error) => failed(error.message))
      outgoing.end(body)
    })
  }

  function wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        timers.delete(timer)
        resolve()
      }, ms)
      timers.add(timer)
    })
  }

  function deliver(): void {
    for (const update of queue.drain()) {
      const lane = laneOf(update)
      const waiting = lanes.get(lane)
      if (waiting) {
        waiting.push(update)
      } else {
        const updates = [update]
        lanes.set(lane, updates)
        void run(lane, updates)
      }
    }
  }

  return {
    get setting() {
      return setting
    },
    get lastError() {
      return lastError
    },
    get posts() {
      return posts
    },
    get pending() {
      return queue.size + lanes.values().reduce((sum, updates) => sum + updates.length, 0)
    },
    set(next: WebhookSetting | null): void {
      setting = next
      lastError = null
      queue.onPush(next ? () => setImmediate(deliver) : null)
      if (next) deliver()
    },
    close(): void {
      setting = null
      for (const timer of timers) clearTimeout(timer)
      agent.destroy()
    },
  }
}

/** Updates about one chat stay in order; the rest has no order to keep. */
function laneOf(update: Update): string {
  for (const value of Object.values(update)) {
    const about = value as { chat?: { id?: unknown }; message?: { chat?: { id?: unknown } } } | null
    const chat = about?.chat?.id ?? about?.message?.chat?.id
    if (chat !== undefined) return String(chat)
  }
  return String(update.update_id)
}
