import { randomBytes, randomInt } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import cookie from '@fastify/cookie'
import fastify, { type FastifyRequest } from 'fastify'
import { Temporal } from 'temporal-polyfill'
import { onTestFinished } from 'vitest'
import type { OutgoingMessage, Receipt, Window } from '../../bots/channels/channel.ts'
import type { OperatorNotice } from '../../bots/channels/operator-notice.ts'
import { createZaloOa, type ZaloOaOptions } from '../../bots/channels/zalo-oa/create-zalo-oa.ts'
import type { Reply } from '../../bots/dialogue/reply.ts'
import type { Incoming } from '../../bots/inbox/incoming.ts'
import { AppError } from '../../server/errors.ts'
import type { PartState } from '../../server/health.ts'
import { renderNotice } from '../../server/http/operator/render-notice.ts'
import { replyWithError } from '../../server/http/reply-with-error.ts'
import { createLog } from '../../server/log.ts'
import { type EmulatorOptions, startZaloOaEmulator } from '../emulators/zalo-oa/zalo-oa-emulator.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { freePort } from '../support/free-port.ts'
import { rememberedFiles } from '../support/remembered-files.ts'

export function say(text: string, more: Partial<Reply> = {}): Reply {
  return { blocks: [{ kind: 'text', text }], ...more }
}

interface Options {
  emulator?: EmulatorOptions
  /** Whether the settings hold a refresh token that works; so unless told. */
  given?: boolean
  /** One for all tests of a file, in which each has an app of its own; else each has a database of its own. */
  shared?: TestDatabase
}

/**
 * The emulator, a database and a channel between them, with a store that remembers and can be away. Time is the real
 * one, moved by `time.offset` and `time.ruleOffset`, or stands at `time.stopped`. All ends with the test.
 */
export async function setUp({ emulator: emulated = {}, given = true, shared }: Options = {}) {
  const time: { offset: number; ruleOffset: number; stopped?: number } = { offset: 0, ruleOffset: 0 }
  const now = () => (time.stopped ?? Date.now()) + time.offset
  const own = shared ? { appId: `36084652494${randomInt(10 ** 7, 10 ** 8)}` } : {}
  const emulator = await startZaloOaEmulator({ now, port: await freePort(), ...own, ...emulated })
  onTestFinished(emulator.close)
  const database = shared ?? (await createTestDatabase())
  if (!shared) onTestFinished(database.drop)
  const folder = await mkdtemp(join(tmpdir(), 'zalo-oa-'))
  // A pair of tokens may still be on its way into it.
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 }))

  const stored: Incoming[] = []
  const known = new Set<string>()
  const health: PartState[] = []
  const alerts: string[] = []
  const ignored: string[] = []
  const lines: string[] = []
  const receipts: Receipt[] = []
  const files = rememberedFiles()
  const inbox = { failures: 0, handedIn: 0, slow: Promise.resolve() }
  const key = randomBytes(32)

  async function store(incoming: Incoming): Promise<void> {
    inbox.handedIn += 1
    await inbox.slow
    if (inbox.failures > 0) {
      inbox.failures -= 1
      throw new Error('the database is away')
    }
    if (incoming.event.kind === 'text' && incoming.event.text === 'không nhận được')
      throw new AppError('bad_request', 'not to be stored, ever')
    if (known.has(incoming.externalId)) return
    known.add(incoming.externalId)
    stored.push(incoming)
  }

  const app = fastify()
  app.setErrorHandler(replyWithError)
  await app.register(cookie)
  // As the server's own pages have it.
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('content-security-policy', "default-src 'none';form-action 'self'")
  })
  const front = createServer((request, response) => app.routing(request, response))
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    front.close()
    front.closeAllConnections()
  })
  const publicUrl = `http://127.0.0.1:${(front.address() as AddressInfo).port}`
  emulator.webhook.set(`${publicUrl}/webhooks/zalo-oa`)
  const refreshToken = given ? emulator.oauth.giveRefreshToken() : undefined

  /** Another process on the same database; the first is `zalo`. */
  function connect(more: Partial<ZaloOaOptions> = {}) {
    const zalo = createZaloOa({
      appId: emulator.app.id,
      appSecret: emulator.app.secret,
      oaSecret: emulator.app.oaSecret,
      refreshToken,
      apiRoot: emulator.url,
      oauthRoot: emulator.url,
      znsRoot: emulator.url,
      templatesFile: join(folder, 'zalo-templates.yaml'),
      unsavedFile: join(folder, 'zalo-oa', 'unsaved'),
      pool: database.pool,
      key,
      clock: { now: () => Temporal.Instant.fromEpochMilliseconds(now() + time.ruleOffset) },
      now,
      store,
      log: createLog('info', { write: (line) => void lines.push(line) }),
      health: (state) => health.push(state),
      alerts: {
        raise: (name, values) =>
          void alerts.push(`raise ${name}${values ? ` ${JSON.stringify(values)}` : ''}`),
        clear: (name) => void alerts.push(`clear ${name}`),
      },
      ignored: (why) => ignored.push(why),
      receipts: (list) => void receipts.push(...list),
      files: files.store,
      ...more,
    })
    onTestFinished(() => zalo.stop())
    return zalo
  }

  const zalo = connect()
  await app.register(zalo.routes)
  const pages = {
    publicUrl,
    requireOperator: async (request: FastifyRequest) => {
      if (request.headers['x-operator'] !== 'yes') throw new AppError('unauthorised', 'not an operator')
    },
    renderNotice: (notice: OperatorNotice) => renderNotice(notice, null),
  }
  await app.register(zalo.connectRoutes(pages))
  await app.ready()

  /** What the person did last, as the outbox knows it. */
  function windowOf(event: string, more: Partial<Window> = {}): Window {
    return { event, at: now() + time.ruleOffset, sent: 0, ...more }
  }

  const user = emulator.user()
  /** A person who has written, and how they are answered. */
  async function writer(from = emulator.user(), by = zalo) {
    const message = from.send('chào')
    await emulator.webhook.drained()
    const send = (reply: Reply, more: Partial<OutgoingMessage> = {}) =>
      by.channel.send({ id: '1', chat: from.id, reply, window: windowOf(message), ...more })
    const shown = () => from.messages().filter((one) => one.from === 'oa')
    return { user: from, message, send, shown }
  }

  return {
    emulator,
    database,
    zalo,
    connect,
    writer,
    user,
    windowOf,
    stored,
    inbox,
    health,
    alerts,
    ignored,
    receipts,
    files,
    lines,
    time,
    publicUrl,
    folder,
    refreshToken,
    texts: () => stored.flatMap(({ event }) => (event.kind === 'text' ? [event.text] : [])),
    raised: (name: string) => alerts.filter((line) => line.startsWith(`raise ${name}`)),
  }
}
