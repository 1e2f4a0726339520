import type { FastifyInstance } from 'fastify'
import { AppError } from '../../../server/errors.ts'
import type { PartState } from '../../../server/health.ts'
import type { Log } from '../../../server/log.ts'
import type { Incoming } from '../../inbox/incoming.ts'
import type { FileStore, PushChannel } from '../channel.ts'
import type { ChannelLock } from '../channel-lock.ts'
import { createHandOver } from '../hand-over.ts'
import { asFields } from '../read-json.ts'
import { createTapAcknowledger } from './acknowledge-tap.ts'
import { type BotClient, createBotClient } from './bot-client.ts'
import { fetchFile } from './fetch-file.ts'
import { defaultPace, type Pace } from './pace.ts'
import { pollWithLock } from './poll-with-lock.ts'
import { createPrepare, type Ignored } from './prepare-update.ts'
import type { BotIdentity } from './read-address.ts'
import type { HashPhone } from './read-own-phone.ts'
import { recallMessage } from './recall-message.ts'
import { type HealthReporter, reportHealth } from './report-health.ts'
import { sendMessage } from './send-message.ts'
import { setCommands } from './set-commands.ts'
import { allowedUpdates } from './to-incoming.ts'
import { untilDone } from './until-done.ts'
import { webhookPath, webhookRoutes } from './webhook.ts'

export interface TelegramOptions {
  /** `<bot id>:<secret>`, as BotFather gives it. */
  token: string
  /** Where the Bot API is, without a path; Telegram's own unless told. */
  apiRoot?: string
  receive:
    | { mode: 'polling'; lock: ChannelLock }
    /** @param publicUrl where Telegram finds this server, without the route's path */
    | { mode: 'webhook'; publicUrl: string; secret: string }
    /** Another process takes in; this one only sends. */
    | { mode: 'none' }
  /**
   * Resolves when the event is stored for good, or was before. Rejecting means that it is handed in again,
   * for as long as it takes, except for an AppError `bad_request`: that event is dropped. By polling,
   * events of one chat come one after another; by webhook as Telegram posts them.
   */
  store(incoming: Incoming): Promise<unknown>
  log: Pick<Log, 'info' | 'warn'>
  health(state: PartState): void
  /** Told of every update that goes no further. */
  ignored(why: Ignored): void
  /** Phone numbers go no further than this. */
  hashPhone: HashPhone
  files: FileStore
  pace?: Partial<Pace>
}

export interface Telegram {
  channel: PushChannel
  /** Begins to take in, in the background: whatever Telegram is up to, the start isn't held up. */
  start(): void
  /** Takes in no more; settles when what was in hand is stored and confirmed. Sending still works. */
  stop(): Promise<void>
  /**
   * The address that opens a conversation with the bot, begun with a payload of letters, digits, `_` and `-`; null
   * until Telegram has told the bot's name.
   */
  linkTo(payload: string): string | null
  /** The webhook's route, where there is one. */
  routes?: (app: FastifyInstance) => Promise<void>
}

/** Telegram takes 50 MB of a file and 10 MB of a photo; more than that is not to be waited for in one send. */
const mostBytes = 10_000_000
const carried = {
  types: { 'application/pdf': mostBytes, 'image/jpeg': mostBytes, 'image/png': mostBytes },
  maxCaption: 1024,
}

/** One bot of Telegram's: the channel that replies go out by, and the way in, polled or posted. */
export function createTelegram(options: TelegramOptions): Telegram {
  const { token, log, receive } = options
  const apiRoot = options.apiRoot ?? 'https://api.telegram.org'
  const client = createBotClient({ token, apiRoot })
  const pace: Pace = { ...defaultPace, ...options.pace }
  const bot: BotIdentity = { id: token.split(':', 1)[0] ?? '', username: null }
  const health = reportHealth(options.health)
  const taps = createTapAcknowledger(client, log)
  const prepare = createPrepare({
    identity: () => bot,
    acknowledge: taps.acknowledge,
    ignored: options.ignored,
    hashPhone: options.hashPhone,
  })
  const handOver = createHandOver(options.files, { channel: 'telegram', account: bot.id })
  const store = (incoming: Incoming) => storeOrRefuse(options, incoming)
  const stopping = new AbortController()
  let running: Promise<void> = Promise.resolve()

  async function run(signal: AbortSignal): Promise<void> {
    const me = await untilDone(
      () => client.call('getMe', {}, { timeoutMs: 10_000, signal }),
      health.receiving,
      pace,
      signal,
    )
    if (!me) return
    const { username } = asFields(me.result) ?? {}
    bot.username = typeof username === 'string' ? username : null
    health.receiving(null)
    if (receive.mode === 'none') return
    const menu = offerCommands(client, log, pace, signal)
    if (receive.mode === 'polling')
      await pollWithLock({ client, prepare, store, health, log, pace }, receive.lock, signal)
    else await keepWebhook(client, receive, health, pace, signal)
    await menu
  }

  return {
    channel: {
      name: 'telegram',
      account: bot.id,
      capabilities: { maxText: 3500, edit: true, files: carried },
      send: (message) => sendMessage({ client, health, handOver, settled: taps.settled }, message),
      fetchImage: (image) => fetchFile({ client, token, apiRoot }, image),
      fetchFile: (file) => fetchFile({ client, token, apiRoot }, file),
      recall: (chat, externalId) => recallMessage(client, chat, externalId),
    },
    start() {
      running = run(stopping.signal)
    },
    async stop() {
      stopping.abort()
      await running
      health.stopped()
    },
    linkTo: (payload) => (bot.username === null ? null : `https://t.me/${bot.username}?start=${payload}`),
    ...(receive.mode === 'webhook'
      ? { routes: webhookRoutes({ secret: receive.secret, prepare, store }) }
      : {}),
  }
}

/** What the inbox can never take is dropped: trying it again and again would hold up everybody behind it. */
async function storeOrRefuse(options: TelegramOptions, incoming: Incoming): Promise<void> {
  try {
    await options.store(incoming)
  } catch (err) {
    if (!(err instanceof AppError) || err.code !== 'bad_request') throw err
    options.log.warn({ update: incoming.externalId, err }, 'telegram: refused by the inbox, dropped')
    options.ignored('refused')
  }
}

/** Best effort, and only ever logged: a bot without a menu of commands works. */
async function offerCommands(
  client: BotClient,
  log: TelegramOptions['log'],
  pace: Pace,
  signal: AbortSignal,
): Promise<void> {
  await untilDone(
    () => setCommands(client, signal),
    ({ detail }) => log.warn({ detail }, 'telegram: the commands could not be set, trying again'),
    pace,
    signal,
  )
}

/** Sets the webhook, and again now and then: who else has the token may take it away without our being told. */
async function keepWebhook(
  client: BotClient,
  { publicUrl, secret }: { publicUrl: string; secret: string },
  health: HealthReporter,
  pace: Pace,
  signal: AbortSignal,
): Promise<void> {
  const setting = {
    url: `${publicUrl.replace(/\/+$/, '')}${webhookPath}`,
    secret_token: secret,
    allowed_updates: allowedUpdates,
    max_connections: 100,
  }
  while (!signal.aborted) {
    const done = await untilDone(
      () => client.call('setWebhook', setting, { timeoutMs: 10_000, signal }),
      health.receiving,
      pace,
      signal,
    )
    if (!done) return
    health.receiving(null)
    await pace.sleep(pace.webhookRenewal, signal)
  }
}
