import { randomBytes, randomInt } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Temporal } from 'temporal-polyfill'
import { afterAll, beforeAll, onTestFinished, vi } from 'vitest'
import type { Alerts } from '../../bots/channels/alerts.ts'
import type { OutgoingMessage, PushChannel, Receipt, SendResult } from '../../bots/channels/channel.ts'
import type { ChannelLock } from '../../bots/channels/channel-lock.ts'
import {
  createZaloPersonal,
  type ZaloPersonal,
  type ZaloPersonalOptions,
} from '../../bots/channels/zalo-personal/create-zalo-personal.ts'
import { createSessionStore } from '../../bots/channels/zalo-personal/login/session-store.ts'
import type { Reply } from '../../bots/dialogue/reply.ts'
import type { Incoming } from '../../bots/inbox/incoming.ts'
import { AppError } from '../../server/errors.ts'
import type { PartState } from '../../server/health.ts'
import { createLog } from '../../server/log.ts'
import {
  type EmulatorOptions,
  startZaloPersonalEmulator,
} from '../emulators/zalo-personal/zalo-personal-emulator.ts'
import { freeLock } from '../support/channel-locks.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { rememberedFiles } from '../support/remembered-files.ts'

let database: TestDatabase

/** One database for all tests of a file; each test has an account of its own in it. */
export function withDatabase(): void {
  beforeAll(async () => {
    database = await createTestDatabase()
  })
  afterAll(() => database.drop())
}

export function say(text: string, more: Partial<Reply> = {}): Reply {
  return { blocks: [{ kind: 'text', text }], ...more }
}

interface Options {
  emulator?: EmulatorOptions
  lock?: ChannelLock
  pace?: ZaloPersonalOptions['pace']
  policy?: ZaloPersonalOptions['policy']
  strangersPerDay?: number
  /** What stands in the credentials file; null for no file and no setting. */
  credentials?: unknown
  /** The setting names a file that isn't there. */
  fileMissing?: boolean
}

/** The emulator and a channel on it, with a store that remembers and can be away. All ends with the test. */
export async function setUp(options: Options = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'zalo-personal-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const emulator = await startZaloPersonalEmulator({
    uid: `39218837492${randomInt(10 ** 7, 10 ** 8)}`,
    ...options.emulator,
  })
  onTestFinished(emulator.close)
  const file = join(folder, 'credentials.json')
  const sessionFile = join(folder, 'zalo-personal', 'session')
  const key = randomBytes(32)
  const sessions = createSessionStore(sessionFile, key)
  const given = options.credentials === undefined ? emulator.credentials() : options.credentials
  if (given !== null && !options.fileMissing)
    await writeFile(file, typeof given === 'string' ? given : JSON.stringify(given))

  const stored: Incoming[] = []
  const known = new Set<string>()
  const health: PartState[] = []
  const ignored: string[] = []
  const lines: string[] = []
  const pauses: number[] = []
  const receipts: Receipt[] = []
  const files = rememberedFiles()
  const served: PushChannel[] = []
  /** Groups that officials have bound. */
  const bound = new Set<string>()
  const raised: [string, object][] = []
  const cleared: string[] = []
  const inbox = { failures: 0, handedIn: 0 }
  // It is eight in the morning in Hanoi, whenever the test is run: days and hours are far from their ends.
  const day = 24 * 3_600_000
  const time = { offsetMs: day + 3_600_000 - (Date.now() % day) }

  async function store(incoming: Incoming): Promise<void> {
    inbox.handedIn += 1
    await new Promise(setImmediate)
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

  /** What would be waited for is noted, and a moment stands for it. */
  function sleep(ms: number, signal: AbortSignal): Promise<void> {
    pauses.push(ms)
    return new Promise((resolve) => {
      const timer = setTimeout(done, 2)
      function done() {
        clearTimeout(timer)
        signal.removeEventListener('abort', done)
        resolve()
      }
      if (signal.aborted) done()
      signal.addEventListener('abort', done, { once: true })
    })
  }

  const alerts: Alerts = {
    raise: (alert, values = {}) => void raised.push([alert, values]),
    clear: (alert) => void cleared.push(alert),
  }

  function connect(more: Partial<ZaloPersonalOptions> = {}): ZaloPersonal {
    const zalo = createZaloPersonal({
      ...(given === null && !options.fileMissing ? {} : { credentials: file }),
      sessions,
      gateway: emulator.url,
      lock: options.lock ?? freeLock(),
      sql: database.pool,
      key,
      clock: { now: () => Temporal.Instant.fromEpochMilliseconds(Date.now() + time.offsetMs) },
      isBound: async (chat) => bound.has(chat),
      strangersPerDay: options.strangersPerDay ?? 40,
      store,
      serve: (channel) => void served.push(channel),
      log: createLog('info', { write: (line) => void lines.push(line) }),
      health: (state) => void health.push(state),
      alerts,
      ignored: (why) => void ignored.push(why),
      receipts: (list) => void receipts.push(...list),
      files: files.store,
      onGuard: () => {},
      pace: {
        sleep,
        random: () => 1,
        save: 20,
        // Longer than a machine stalls: an answer that is too late would come after what is new, or twice.
        catchUp: 5_000,
        catchUpAgain: 100,
        probe: 500,
        ...options.pace,
      },
      policy: { gap: 0, quiet: 0, ...options.policy },
      ...more,
    })
    onTestFinished(() => zalo.stop())
    return zalo
  }

  const zalo = connect()

  /** Starts it and waits until it is connected. */
  async function start(one: ZaloPersonal = zalo): Promise<ZaloPersonal> {
    await one.start()
    await vi.waitFor(() => expectConnected(one))
    return one
  }

  function expectConnected(one: ZaloPersonal = zalo): void {
    if (one.state().link.kind !== 'connected' || emulator.sockets.open !== 1)
      throw new Error(`not connected: ${JSON.stringify(one.state().link)}`)
  }

  /** As the outbox does it; in answer to something of just now, unless told. */
  async function send(
    chat: string,
    text: string | Reply,
    more: Partial<OutgoingMessage> = {},
  ): Promise<SendResult> {
    const channel = served.at(-1)
    if (!channel) throw new Error('no channel is served yet')
    const window = { event: '1', at: Date.now() + time.offsetMs, sent: 0 }
    const reply = typeof text === 'string' ? say(text) : text
    const message = { id: '1', chat, reply, window, ...more }
    const error = await channel.admit?.(message)
    return error ? { ok: false, error } : channel.send(message)
  }

  const texts = () => stored.flatMap(({ event }) => (event.kind === 'text' ? [event.text] : []))
  return {
    emulator,
    zalo,
    connect,
    start,
    send,
    stored,
    texts,
    inbox,
    health,
    ignored,
    lines,
    pauses,
    receipts,
    files,
    served,
    bound,
    raised,
    cleared,
    time,
    file,
    sessionFile,
    sessions,
    key,
    expectConnected,
    database: () => database,
    writeCredentials: (value: unknown) => writeFile(file, JSON.stringify(value)),
    readSession: () => readFile(sessionFile),
  }
}
