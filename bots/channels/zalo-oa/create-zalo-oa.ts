import type { FastifyInstance } from 'fastify'
import type { Pool } from 'pg'
import type { Clock } from '../../../server/clock.ts'
import { AppError } from '../../../server/errors.ts'
import type { PartState } from '../../../server/health.ts'
import type { Log } from '../../../server/log.ts'
import type { Incoming } from '../../inbox/incoming.ts'
import type { Alerts } from '../alerts.ts'
import { backoff } from '../backoff.ts'
import type {
  Capabilities,
  FileStore,
  OutgoingMessage,
  PushChannel,
  Receipt,
  SendResult,
} from '../channel.ts'
import { createSealer } from '../create-sealer.ts'
import { fetchZaloFile } from '../fetch-zalo-file.ts'
import { fetchZaloPicture } from '../fetch-zalo-picture.ts'
import { createHandOver } from '../hand-over.ts'
import { type ConnectPages, connectRoutes } from './connect-routes.ts'
import { createTokens } from './create-tokens.ts'
import { createTooFast } from './create-too-fast.ts'
import { fitsWindow } from './fits-window.ts'
import { learnOaId } from './learn-oa-id.ts'
import { defaultPace, type Pace } from './pace.ts'
import type { SendDeps } from './post-message.ts'
import { readTemplates } from './read-templates.ts'
import { reportHealth } from './report-health.ts'
import { sendBulk } from './send-bulk.ts'
import { sendMessage } from './send-message.ts'
import { sendOrTemplate } from './send-or-template.ts'
import { createSendPromotion } from './send-promotion.ts'
import { sendTemplate, type TemplateMessage } from './send-template.ts'
import { type Ignored, toIncoming } from './to-incoming.ts'
import { webhookRoutes } from './webhook.ts'
import { createZaloClient, type ZaloClient } from './zalo-client.ts'

export interface ZaloOaOptions {
  appId: string
  /** OAuth's `secret_key`. */
  appSecret: string
  /** Signs webhooks. */
  oaSecret: string
  /** Of the settings; the stored pair wins unless it is another one than was taken up before. */
  refreshToken: string | undefined
  apiRoot: string
  oauthRoot: string
  znsRoot: string
  /** The operator's file of templates; absolute. */
  templatesFile: string
  /** Where a new pair of tokens lies, sealed, until it is stored; absolute. */
  unsavedFile: string
  pool: Pool
  /** 32 bytes, for this alone: seals what opens the account. */
  key: Buffer
  /** Windows are judged by it; tokens, signatures and the age of webhooks are not. */
  clock: Clock
  /** Milliseconds since the epoch, by the real clock; `Date.now` unless told. */
  now?: () => number
  /**
   * Resolves when the event is stored for good, or was before. Rejecting means that Zalo posts it again, except
   * for an AppError `bad_request`: that event is dropped.
   */
  store(incoming: Incoming): Promise<unknown>
  log: Pick<Log, 'info' | 'warn'>
  health(state: PartState): void
  alerts: Alerts
  /** Told of every event that goes no further. */
  ignored(why: Ignored): void
  /** Told of messages that arrived or were seen; nobody waits for it. */
  receipts(list: readonly Receipt[]): void
  files: FileStore
  pace?: Partial<Pace>
}

export interface ZaloOa {
  channel: PushChannel
  /** Begins to keep the tokens, in the background: whatever Zalo is up to, the start isn't held up. */
  start(): void
  /** Keeps them no more; settles when nothing is under way. Sending still works. */
  stop(): Promise<void>
  /** The address of the Official Account; null until its id is known. */
  linkTo(): string | null
  /** Something that is no answer, by a template; never throws. */
  sendTemplate(message: TemplateMessage): Promise<SendResult>
  /** The webhook's. */
  routes(app: FastifyInstance): Promise<void>
  /** The pages by which an operator connects the account. */
  connectRoutes(pages: ConnectPages): (app: FastifyInstance) => Promise<void>
}

/** Text: less than Zalo takes, since numbers before choices and the like come on top. Files: as Zalo takes them. */
const capabilities: Capabilities = {
  maxText: 1900,
  edit: false,
  files: {
    types: { 'application/pdf': 5_000_000, 'image/jpeg': 1_000_000, 'image/png': 1_000_000 },
    maxCaption: 0,
  },
}
/** All of a text goes in one message, cut where it must be (`fitReply`): there is no second promotion. */
const atOnce: Capabilities = { maxText: 100_000, edit: false }

/** One app of Zalo's and its Official Account: the channel that replies go out by, and the webhook they come in by. */
export function createZaloOa(options: ZaloOaOptions): ZaloOa {
  const { appId, log, ignored } = options
  const now = options.now ?? Date.now
  const pace: Pace = { ...defaultPace, ...options.pace }
  const client = createZaloClient(options.apiRoot, pace.connectMs)
  const health = reportHealth(options.health, options.alerts, now)
  const sealer = createSealer(options.key)
  const tokens = createTokens({
    ...options,
    given: options.refreshToken,
    oauth: createZaloClient(options.oauthRoot, pace.connectMs),
    sealer,
    now,
    pace,
    changed: () => health.connection(tokens.connection()),
  })
  const deps = (to: ZaloClient): SendDeps => ({
    client: to,
    tokens,
    health,
    tooFast: createTooFast(pace.tooFast, () => performance.now()),
    sendMs: pace.sendMs,
  })
  const byUser = {
    ...deps(client),
    clock: options.clock,
    handOver: createHandOver(options.files, { channel: 'zalo_oa', account: appId }),
    now,
  }
  const promote = createSendPromotion(byUser)
  const templates = {
    file: options.templatesFile,
    byUser,
    byPhone: deps(createZaloClient(options.znsRoot, pace.connectMs)),
  }
  const stopping = new AbortController()
  let running: Promise<void> = Promise.resolve()

  async function run(signal: AbortSignal): Promise<void> {
    await readTemplates(options.templatesFile).catch((err) =>
      log.warn({ err }, 'zalo oa: the file of templates cannot be used'),
    )
    for (let unsettled = 0; !signal.aborted; ) {
      await tokens.look()
      // Time has passed, also where nothing was exchanged.
      health.connection(tokens.connection())
      const settled = tokens.connection().kind === 'connected' && (await learnOaId(client, tokens))
      unsettled = settled ? 0 : unsettled + 1
      // How often Zalo is asked is the tokens' own business; a look alone costs a query.
      await pace.sleep(settled ? pace.lookMs : backoff(pace.unreachable, unsettled), signal)
    }
  }

  async function prepare(event: unknown): Promise<Incoming | Ignored> {
    const incoming = toIncoming(event, { appId, oaId: tokens.oaId() })
    if (incoming !== 'other_account') return incoming
    // By way of another process an operator may have connected another account.
    await tokens.reread()
    return toIncoming(event, { appId, oaId: tokens.oaId() })
  }

  const answer = (message: OutgoingMessage) => sendMessage(byUser, message)

  return {
    channel: {
      name: 'zalo_oa',
      account: appId,
      capabilities,
      bulkCapabilities: (window, messages) =>
        fitsWindow({ window, messages, now: options.clock.now().epochMilliseconds }) ? capabilities : atOnce,
      send: (message) =>
        message.bulk
          ? sendBulk({ clock: options.clock, promote }, message, answer)
          : sendOrTemplate(templates, message, answer),
      fetchImage: (image) => fetchZaloPicture(image, { apiRoot: options.apiRoot }),
      fetchFile: (file) => fetchZaloFile(file, { apiRoot: options.apiRoot }),
    },
    start() {
      running = run(stopping.signal)
    },
    async stop() {
      stopping.abort()
      await running
    },
    linkTo() {
      const oaId = tokens.oaId()
      return oaId === null ? null : `https://zalo.me/${oaId}`
    },
    sendTemplate: (message) => sendTemplate(templates, message),
    routes: webhookRoutes({
      ...options,
      now,
      prepare,
      store: (incoming) => storeOrRefuse(options, incoming),
      ignored,
      answerMs: pace.answerMs,
    }),
    connectRoutes: (pages) => connectRoutes({ ...options, ...pages, tokens, sealer, now }),
  }
}

/** What the inbox can never take is dropped: Zalo would post it again and again, and then disable the webhook. */
async function storeOrRefuse(options: ZaloOaOptions, incoming: Incoming): Promise<void> {
  try {
    await options.store(incoming)
  } catch (err) {
    if (!(err instanceof AppError) || err.code !== 'bad_request') throw err
    options.log.warn({ err }, 'zalo oa: refused by the inbox, dropped')
    options.ignored('refused')
  }
}
