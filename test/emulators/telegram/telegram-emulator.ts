import type { AddressInfo } from 'node:net'
import { createRateLimiter, type RateLimit } from '../rate-limiter.ts'
import { createApiServer } from './api-server.ts'
import { type ApiAnswer, bad, createBotApi, type Payload } from './bot-api.ts'
import { createUser, type EmulatedUser } from './emulated-user.ts'
import { createFaults } from './faults.ts'
import { createUpdateQueue } from './update-queue.ts'
import { createWebhookDelivery } from './webhook-delivery.ts'
import { type Chat, createWorld } from './world.ts'

export interface EmulatorOptions {
  token?: string
  username?: string
  /** First pause before a refused webhook post is repeated. */
  webhookRetryMs?: number
  /** How many messages it takes from the bot, edits included; as many as come unless told. */
  limit?: RateLimit
  /** 0 lets the system choose. */
  port?: number
}

/** What counts against the limit. */
const messages = /^(send(?!ChatAction)|edit|copy|forward)/

export type TelegramEmulator = Awaited<ReturnType<typeof startTelegramEmulator>>

/**
 * The Bot API over real HTTP on loopback, with the people who use it. It answers as the real one does, strict
 * where that is strict, and fails when told to.
 */
export async function startTelegramEmulator(options: EmulatorOptions = {}) {
  const token = options.token ?? '700100:AAE-emulated_token_of_the_tests_000000'
  const bot = { id: Number(token.split(':')[0]), username: options.username ?? 'motcua_thu_bot' }
  const world = createWorld()
  const queue = createUpdateQueue()
  const webhook = createWebhookDelivery(queue, options.webhookRetryMs ?? 20)
  const api = createBotApi(world, bot)
  const faults = createFaults()
  const limiter = createRateLimiter(
    options.limit ?? { by: 'sliding', messages: Number.POSITIVE_INFINITY, ms: 1000 },
  )
  const counts = new Map<string, number>()
  const users = new Map<number, EmulatedUser>()
  let currentToken = token
  let onCall: ((method: string, payload: Payload) => void) | null = null
  const seenBot = { id: bot.id, is_bot: true, first_name: bot.username, username: bot.username }

  function setWebhook(payload: Payload): ApiAnswer {
    const url = typeof payload.url === 'string' ? payload.url : ''
    if (url === '') return deleteWebhook()
    if (!/^https:\/\//.test(url) && !/^http:\/\/(127\.0\.0\.1|localhost)[:/]/.test(url)) {
      return bad('bad webhook: An HTTPS URL must be provided for webhook')
    }
    const secret = payload.secret_token
    if (secret !== undefined && !/^[A-Za-z0-9_-]{1,256}$/.test(String(secret))) {
      return bad('secret token contains unallowed characters')
    }
    if (Array.isArray(payload.allowed_updates)) queue.allow(payload.allowed_updates.map(String))
    webhook.set({
      url,
      ...(secret === undefined ? {} : { secret: String(secret) }),
      maxConnections: Number(payload.max_connections ?? 40),
    })
    return { result: true }
  }

  function deleteWebhook(): ApiAnswer {
    webhook.set(null)
    return { result: true }
  }

  function getWebhookInfo(): ApiAnswer {
    const { setting, lastError } = webhook
    return {
      result: {
        url: setting?.url ?? '',
        has_custom_certificate: false,
        pending_update_count: webhook.pending,
        ...(setting ? { max_connections: setting.maxConnections } : {}),
        ...(lastError ? { last_error_date: lastError.date, last_error_message: lastError.message } : {}),
        ...(queue.allowed ? { allowed_updates: [...queue.allowed] } : {}),
      },
    }
  }

  /** @returns takes the call back, when the caller hung up */
  function getUpdates(payload: Payload, done: (answer: ApiAnswer) => void): () => void {
    if (webhook.setting) {
      done({
        status: 409,
        description:
          "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
      })
      return () => {}
    }
    if (Array.isArray(payload.allowed_updates)) queue.allow(payload.allowed_updates.map(String))
    if (payload.offset !== undefined) queue.confirm(Number(payload.offset))
    const limit = Math.min(100, Math.max(1, Number(payload.limit ?? 100)))
    const timeoutMs = Math.min(50, Number(payload.timeout ?? 0)) * 1000
    return queue.fetch(limit, timeoutMs, (result) =>
      done(
        result === 'conflict'
          ? {
              status: 409,
              description:
                'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
            }
          : { result },
      ),
    )
  }

  function call(
    given: string,
    method: string,
    payload: Payload,
    done: (answer: ApiAnswer) => void,
  ): (() => void) | undefined {
    if (!/^\d+:[\w-]+$/.test(given)) return void done({ status: 404, description: 'Not Found' })
    if (given !== currentToken) return void done({ status: 401, description: 'Unauthorized' })
    if (method === 'getUpdates') return getUpdates(payload, done)
    if (method === 'setWebhook') return void done(setWebhook(payload))
    if (method === 'deleteWebhook') return void done(deleteWebhook())
    if (method === 'getWebhookInfo') return void done(getWebhookInfo())
    if (messages.test(method)) {
      const waitMs = limiter.take()
      if (waitMs > 0) return void done(tooMany(Math.ceil(waitMs / 1000)))
    }
    done(api.call(method, payload) ?? { status: 404, description: 'Not Found: method not found' })
    return undefined
  }

  const server = createApiServer({
    call,
    faults,
    file(given, path, response) {
      if (given === currentToken) world.pictures.serve(path.replace(/^photos\//, ''), response)
      else response.writeHead(401).end()
    },
    onRequest(method, payload) {
      counts.set(method, (counts.get(method) ?? 0) + 1)
      onCall?.(method, payload)
    },
  })
  await server.listen(options.port ?? 0)
  const port = (server.address() as AddressInfo).port

  return {
    url: `http://127.0.0.1:${port}`,
    token,
    bot,
    world,
    pictures: world.pictures,
    api,
    faults,
    limiter,
    queue,
    webhook,
    /** Calls that arrived, by method, those that were made to fail included. */
    counts: counts as ReadonlyMap<string, number>,
    onControl: server.onControl,
    /** Told of every call as it arrives. */
    onCall(listener: typeof onCall): void {
      onCall = listener
    },
    user(person: { id?: number; name?: string; username?: string; lang?: string } = {}): EmulatedUser {
      const id = person.id ?? world.newId()
      const known = users.get(id)
      if (known) return known
      const made = createUser(world, queue, seenBot, {
        id,
        is_bot: false,
        first_name: person.name ?? `Người ${id}`,
        ...(person.username ? { username: person.username } : {}),
        language_code: person.lang ?? 'vi',
      })
      users.set(id, made)
      return made
    },
    group(title = 'Tổ dân phố', type: 'group' | 'supergroup' = 'supergroup'): Chat {
      const chat = world.addChat({ id: -1_000_000_000_000 - world.newId(), type, title })
      chat.known = true
      return chat
    },
    /** Any update as it stands, for kinds the bot has never heard of. */
    update: (content: Record<string, unknown>) => queue.push(content),
    unanswered: () =>
      [...world.callbacks.values()].filter((callback) => !callback.answered).map(({ id }) => id),
    /** The operator made a new token: the old one is refused from now on. */
    revoke(next: string): void {
      currentToken = next
    },
    /** Nothing listens any more; calls are refused at the connection. */
    goAway: () => server.close(),
    comeBack: () => server.listen(port),
    async close(): Promise<void> {
      queue.close()
      webhook.close()
      await server.close()
    },
  }
}

function tooMany(seconds: number): ApiAnswer {
  return {
    status: 429,
    description: `Too Many Requests: retry after ${seconds}`,
    parameters: { retry_after: seconds },
  }
}
