import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import fastify from 'fastify'
import { onTestFinished } from 'vitest'
import type { ChannelLock } from '../../bots/channels/channel-lock.ts'
import { createTelegram, type TelegramOptions } from '../../bots/channels/telegram/create-telegram.ts'
import type { Reply } from '../../bots/dialogue/reply.ts'
import type { Incoming } from '../../bots/inbox/incoming.ts'
import { AppError } from '../../server/errors.ts'
import type { PartState } from '../../server/health.ts'
import { replyWithError } from '../../server/http/reply-with-error.ts'
import { createLog } from '../../server/log.ts'
import { startTelegramEmulator } from '../emulators/telegram/telegram-emulator.ts'
import { freeLock } from '../support/channel-locks.ts'
import { rememberedFiles } from '../support/remembered-files.ts'

export const webhookSecret = 'a_secret_of_the_tests'

/** From one setting of the webhook to the next. */
export const renewal = 3_600_000

export function say(text: string, more: Partial<Reply> = {}): Reply {
  return { blocks: [{ kind: 'text', text }], ...more }
}

interface Options {
  webhook?: boolean
  lock?: ChannelLock
  pace?: TelegramOptions['pace']
}

/** The emulator and a channel on it, with a store that remembers and can be away. All ends with the test. */
export async function setUp({ webhook = false, lock = freeLock(), pace }: Options = {}) {
  const emulator = await startTelegramEmulator({ webhookRetryMs: 5 })
  onTestFinished(emulator.close)
  const stored: Incoming[] = []
  const known = new Set<string>()
  const health: PartState[] = []
  const ignored: string[] = []
  const lines: string[] = []
  const pauses: number[] = []
  const database = { failures: 0, handedIn: 0 }
  const files = rememberedFiles()

  async function store(incoming: Incoming): Promise<void> {
    database.handedIn += 1
    await new Promise(setImmediate)
    if (database.failures > 0) {
      database.failures -= 1
      throw new Error('the database is away')
    }
    if (incoming.event.kind === 'text' && incoming.event.text === 'không nhận được') {
      throw new AppError('bad_request', 'not to be stored, ever')
    }
    if (known.has(incoming.externalId)) return
    known.add(incoming.externalId)
    stored.push(incoming)
  }

  /** What would be waited for is noted, and a moment stands for it; only the webhook's renewal is waited out. */
  function sleep(ms: number, signal: AbortSignal): Promise<void> {
    pauses.push(ms)
    return new Promise((resolve) => {
      const timer = ms === renewal ? undefined : setTimeout(resolve, 2)
      const stop = () => {
        clearTimeout(timer)
        resolve()
      }
      if (signal.aborted) stop()
      signal.addEventListener('abort', stop, { once: true })
    })
  }

  const app = fastify()
  app.setErrorHandler(replyWithError)
  const front = createServer((request, response) => app.routing(request, response))
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    front.close()
    front.closeAllConnections()
  })
  const publicUrl = `http://127.0.0.1:${(front.address() as AddressInfo).port}`

  function connect() {
    const telegram = createTelegram({
      token: emulator.token,
      apiRoot: emulator.url,
      receive: webhook ? { mode: 'webhook', publicUrl, secret: webhookSecret } : { mode: 'polling', lock },
      store,
      log: createLog('info', { write: (line) => void lines.push(line) }),
      health: (state) => health.push(state),
      ignored: (why) => ignored.push(why),
      hashPhone: (phone) => ({ hash: `hash of ${phone}`, last2: phone.slice(-2) }),
      files: files.store,
      pace: { sleep, random: () => 1, webhookRenewal: renewal, ...pace },
    })
    onTestFinished(() => telegram.stop())
    return telegram
  }

  const telegram = connect()
  if (telegram.routes) await app.register(telegram.routes)
  await app.ready()
  const texts = () => stored.flatMap(({ event }) => (event.kind === 'text' ? [event.text] : []))
  return {
    emulator,
    telegram,
    connect,
    stored,
    texts,
    database,
    files,
    health,
    ignored,
    lines,
    pauses,
    publicUrl,
  }
}
