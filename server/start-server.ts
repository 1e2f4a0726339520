import { createSecretKey, randomInt } from 'node:crypto'
import { join } from 'node:path'
import type { FastifyPluginAsync } from 'fastify'
import { Temporal } from 'temporal-polyfill'
import type { ChannelName } from '../bots/channels/channel.ts'
import { terminalChannel } from '../bots/channels/terminal/terminal-channel.ts'
import { webChannel } from '../bots/channels/web/web-channel.ts'
import { createInbox, type Inbox } from '../bots/inbox/create-inbox.ts'
import { forgetOld } from '../bots/inbox/forget-old.ts'
import { measureDepth } from '../bots/inbox/measure-depth.ts'
import { type Conversations, startConversations } from '../bots/inbox/start-conversations.ts'
import { enqueueMessage } from '../bots/outbox/enqueue-message.ts'
import { createPhotoDecoder, type PhotoDecoder } from '../bots/photos/create-photo-decoder.ts'
import { hashCode } from '../knowledge/dossiers/access/dossier-hashes.ts'
import { createAlerts } from '../office/alerts/create-alerts.ts'
import { appendAudit } from '../office/audit/append-audit.ts'
import { countReplies } from '../workers/announcements/pace/count-replies.ts'
import type { Pace } from '../workers/announcements/pace.ts'
import type { ToldDossier } from '../workers/dossiers/push-parts.ts'
import { wakeForPushes } from '../workers/dossiers/wake-for-pushes.ts'
import { interval } from '../workers/interval.ts'
import { createQueues, type Queues } from '../workers/queue/create-queues.ts'
import { postgresEngine } from '../workers/queue/postgres-engine.ts'
import { redisEngine } from '../workers/queue/redis-engine.ts'
import { wakeForReminder } from '../workers/reminders/wake-for-reminder.ts'
import { type QueueName, queueNames, startWorkers } from '../workers/start-workers.ts'
import { openAnnouncementWork } from './announcements/open-announcement-work.ts'
import { openTelegram } from './channels/open-telegram.ts'
import { openZaloOa } from './channels/open-zalo-oa.ts'
import { openZaloPersonal } from './channels/open-zalo-personal.ts'
import type { OpenedChannel } from './channels/opened-channel.ts'
import { zaloLoginPages } from './channels/zalo-login-pages.ts'
import { systemClock } from './clock.ts'
import type { Config } from './config.ts'
import { conversationParts, isDiscreet } from './conversation-parts.ts'
import { countEvents } from './count-events.ts'
import { serverName } from './database/connect.ts'
import { listen } from './database/listen.ts'
import type { Sql } from './database/sql.ts'
import { dossierKey } from './dossiers/dossier-key.ts'
import { openDossierWork } from './dossiers/open-dossier-work.ts'
import { pushSayings } from './dossiers/push-sayings.ts'
import { giveBackMemory } from './give-back-memory.ts'
import { createHealth } from './health.ts'
import { createHttp, type Http } from './http/create-http.ts'
import { linkPage } from './http/link-page/link-page.ts'
import { createOperatorAccess } from './http/operator/operator-access.ts'
import { queuePage } from './http/operator/queue-page.ts'
import { procedurePages } from './http/procedure-pages/routes.ts'
import { builtWebApp, findBuilt } from './http/web-app.ts'
import { zaloVerifier } from './http/zalo-verifier.ts'
import { inTime } from './in-time.ts'
import { type KnowledgeKeeper, keepKnowledge } from './keep-knowledge.ts'
import type { Log } from './log.ts'
import { createMetrics } from './metrics.ts'
import { openDatabase } from './open-database.ts'
import { deriveKey } from './secret.ts'
import type { Site } from './site.ts'
import { watchRoom } from './watch-room.ts'
import { createWebChat, type WebChat } from './web-chat.ts'

export interface Server {
  /** Where it listens; `null` without the role `http`. */
  address: string | null
  /** Takes nothing more in, finishes what is in hand within 10 s, leaves no child behind. */
  stop(): Promise<void>
}

/** The page’s readings and the sweeps; each connection of the embedded server costs memory. */
const connections = 6
/** What has to be in order when the process ends. Intake is over first, so that what it took in is drained. */
const drainMs = 9_000
const intakeMs = 4_000
/** Wake-ups are worth no waiting for: the sweep finds what they were about. */
const queuesMs = 5_000

/** Puts everything together and begins. The one place that knows every concrete part. */
export async function startServer(config: Config, log: Log): Promise<Server> {
  const clock = systemClock(config.nowOffset)
  const health = createHealth()
  const loading = keepKnowledge({ config, clock, log, every: interval })
  // Loaded beside it; that it failed is heard once there is a database to close.
  loading.catch(() => {})
  const open = await openDatabase(config, log, { name: serverName, max: connections }).catch((error) => {
    letGo(loading)
    throw error
  })
  try {
    const knowledge = await loading
    giveBackMemory()
    const metrics = createMetrics(() => measureDepth(open.pool))
    const alerts = createAlerts({
      db: open.db,
      clock,
      log,
      text: (key, lang, values) => knowledge.current().texts.text(key, lang, values),
      enqueue: enqueueMessage,
    })
    const room = watchRoom()
    const operators = createOperatorAccess({
      pool: open.pool,
      key: deriveKey(open.secret, 'operator pages'),
      https: config.publicUrl?.startsWith('https:') ?? false,
      style: findBuilt(builtWebApp, 'front/front.css'),
      now: Date.now,
    })
    const site: Site = { config, log, clock, health, metrics, open, knowledge, room, alerts, operators }
    watchDatabase(site)
    health.check('knowledge', async () => knowledge.state())
    return await startRoles(site)
  } catch (error) {
    letGo(loading)
    await open.close()
    throw error
  }
}

/** A start that fails leaves no timer behind that would keep the process alive. */
function letGo(loading: Promise<KnowledgeKeeper>): void {
  loading.then(
    ({ stop }) => stop(),
    () => {},
  )
}

async function startRoles(site: Site): Promise<Server> {
  const { config, log, open } = site
  const queues = openQueues(site)
  const photos = createPhotoDecoder({ log })
  // The channel needs the inbox to hand events to, and the inbox the channel to send by: the inbox comes second.
  const box: { inbox: Inbox | undefined; conversations: Conversations | undefined } = {
    inbox: undefined,
    conversations: undefined,
  }
  const store: Inbox['store'] = (incoming) =>
    box.inbox ? box.inbox.store(incoming) : Promise.reject(new Error('not ready yet'))
  const channels = [
    openTelegram(site, store),
    openZaloOa(site, store),
    openZaloPersonal(site, store, (channel) => {
      box.conversations?.serve(countReplies(channel, announcements.pace))
      announcements.look()
    }),
  ].filter((channel) => channel !== undefined)
  const announcements = openAnnouncementWork(site, queues, channels)
  const conversations = config.roles.has('bots')
    ? await openConversations(site, { queues, photos, channels, pace: announcements.pace })
    : undefined
  box.conversations = conversations
  box.inbox = conversations ?? storeOnly(site)
  const webChat = createWebChat({ config, open, store, metrics: site.metrics, decodePhoto: photos.decode })
  const heedAll = (order: string) => {
    for (const { heed } of channels) heed?.(order)
  }
  const listener = listen(
    open.connection,
    ['inbox', 'outbox', 'knowledge', 'channels', 'dossiers', 'announcements'],
    (channel, notice) => {
      if (channel === 'knowledge') void site.knowledge.reload()
      else if (channel === 'channels') heedAll(notice)
      else if (channel === 'dossiers')
        void wakeForPushes({ queues, clock: site.clock }, Temporal.Instant.from(notice))
      else if (channel === 'announcements') announcements.look()
      else if (channel === 'inbox') conversations?.lookForEvents()
      else if (notice === '') conversations?.lookForMessages()
      else webChat.ring(notice)
    },
    () => {
      conversations?.lookForEvents()
      conversations?.lookForMessages()
      announcements.look()
      webChat.ringAll()
    },
    log,
  )
  const sweeps = config.roles.has('workers')
    ? startWorkers({
        db: open.db,
        queues,
        clock: site.clock,
        every: interval,
        log,
        enqueue: enqueueMessage,
        dossiers: pushParts(site),
        announcements: announcements.round,
        forgetOld: () => Promise.all([forgetOld(open.pool, site.clock), announcements.reduceOld()]),
      })
    : undefined
  const dossierWork = await openDossierWork(site)
  const made: { http?: Http } = {}
  async function drain(): Promise<void> {
    const until = performance.now() + drainMs
    site.knowledge.stop()
    const inTimeOr = (what: string, closing: Promise<unknown>, ms: number) =>
      inTime(closing, ms).catch((err) => log.warn({ err }, `${what} could not be closed in order`))
    // Begins no further send at once, and has all the time there is for those under way.
    const announcementsStopped = announcements.stop(drainMs - 500)
    const queuesClosed = inTimeOr('the queues', queues.close(), queuesMs)
    await inTimeOr(
      'what takes in',
      Promise.all([
        ...channels.map(({ stop }) => stop()),
        made.http?.close(),
        sweeps?.stop(),
        dossierWork.stop(),
      ]),
      intakeMs,
    )
    await Promise.all([
      queuesClosed,
      inTimeOr('announcements', announcementsStopped, drainMs),
      site.alerts.idle(),
      conversations?.stop(Math.round(until - performance.now())) ?? box.inbox?.idle(),
      listener.close(),
    ])
    await photos.stop()
  }
  try {
    if (config.roles.has('http'))
      made.http = await openHttp(site, channels, webChat, [
        ...dossierWork.routes,
        ...announcements.routes,
        queuePage({
          operators: site.operators,
          look: queues.look,
          depth: () => measureDepth(open.pool),
        }),
      ])
    const address = (await made.http?.listen({ host: config.host, port: config.port })) ?? null
    await Promise.all(channels.map(({ start }) => start()))
    dossierWork.start()
    return { address, stop: () => drain().then(open.close) }
  } catch (error) {
    await drain()
    throw error
  }
}

function openQueues({ config, clock, log, health, open }: Site): Queues<QueueName> {
  const engine = config.redisUrl ? redisEngine(config.redisUrl) : postgresEngine(open.connection)
  const queues = createQueues({ engine, names: queueNames, clock, log })
  health.check('queue', () => queues.health())
  return queues
}

async function openConversations(
  site: Site,
  {
    queues,
    photos,
    channels,
    pace,
  }: {
    queues: Queues<QueueName>
    photos: PhotoDecoder
    channels: readonly OpenedChannel[]
    pace: Pace
  },
): Promise<Conversations> {
  const { log } = site
  return startConversations({
    ...conversationParts({
      ...site,
      loaded: site.knowledge.current,
      channels: () => [
        terminalChannel,
        webChannel,
        ...channels.flatMap(({ channel, sender }) => channel ?? sender?.() ?? []),
      ],
    }),
    counters: countEvents(site.metrics),
    onWrite: site.room.note,
    decodePhoto: photos.decode,
    channels: [
      webChannel,
      ...channels.flatMap(({ channel }) => (channel ? [countReplies(channel, pace)] : [])),
    ],
    reminderPlanned: (at) => void wakeForReminder(queues, Temporal.Instant.from(at)),
    // What health shows of a channel the channel says itself.
    onChannel(key, state) {
      if (state === 'ok') log.info({ channel: key }, 'the channel takes our credentials again')
      else
        log.error({ channel: key }, 'the channel refuses our credentials; messages wait until it takes them')
    },
    randomBelow: (max) => randomInt(max),
  })
}

/** What telling the followers of dossiers needs of this installation. */
function pushParts({ open, knowledge }: Site) {
  const sayings = pushSayings(knowledge.current)
  const key = dossierKey(open.secret)
  return {
    pool: open.pool,
    tapKey: createSecretKey(deriveKey(open.secret, 'taps')),
    isDiscreet: (channel: ChannelName) => isDiscreet(knowledge.current(), channel),
    recordTold: (sql: Sql, { at, code, pseudonym, channel }: ToldDossier) =>
      appendAudit(sql, {
        at,
        actor: `citizen:${pseudonym}`,
        action: 'dossier.told',
        subject: hashCode(key, code),
        detail: { channel },
      }),
    known: () => ({
      calendar: knowledge.current().parts.calendar,
      facts: knowledge.current().parts.dossiers,
      sayings,
    }),
  }
}

/** Without the role `bots`, events are stored and other processes are told. */
function storeOnly({ open, clock, metrics, room }: Site): Inbox {
  return createInbox({ pool: open.turnPool, clock, counters: countEvents(metrics), onWrite: room.note })
}

async function openHttp(
  site: Site,
  channels: readonly OpenedChannel[],
  webChat: WebChat,
  more: readonly FastifyPluginAsync[],
): Promise<Http> {
  const { config, log, health, metrics, knowledge } = site
  const routes: FastifyPluginAsync[] = [
    webChat.routes as FastifyPluginAsync,
    procedurePages({
      knowledge: () => knowledge.current().parts,
      clock: site.clock,
      channels(code) {
        return channels.flatMap(({ label, linkTo }) => {
          const link = linkTo(code)
          return link ? [{ label, url: link.url }] : []
        })
      },
      ...(config.publicUrl ? { publicUrl: config.publicUrl } : {}),
    }),
  ]
  routes.push(...channels.flatMap((channel) => channel.routes), ...more, site.operators.routes)
  // The login lies in the data folder of the machine that is to use it.
  if (config.roles.has('bots')) routes.push(zaloLoginPages(site))
  routes.push(
    linkPage({
      channels: (code) =>
        channels.flatMap(({ label, linkTo }) => {
          const link = linkTo(code)
          return link ? [{ label, url: link.url, ...(link.carries ? {} : { say: code }) }] : []
        }),
      ...(config.publicUrl ? { publicUrl: config.publicUrl } : {}),
    }),
  )
  routes.push(zaloVerifier(join(config.dataDir, 'zalo')))
  return createHttp({
    log,
    health,
    metrics,
    routes,
    frontPage: () => ({
      units: knowledge.current().servedNames,
      channels: [
        { label: 'Trang web', on: true, url: '/chat' },
        { label: 'Telegram', on: config.telegram !== undefined },
        { label: 'Zalo', on: config.zaloOa !== undefined, ...linkOf(channels, 'zalo_oa') },
      ],
    }),
    ...(config.trustProxy ? { trustProxy: config.trustProxy } : {}),
    ...(config.publicUrl?.startsWith('https:') ? { https: true } : {}),
    ...(config.metricsToken ? { metricsToken: config.metricsToken } : {}),
  })
}

function watchDatabase({ health, open, room }: Site): void {
  health.check('database', async () => {
    await open.pool.query('select 1')
    return room.state()
  })
}

function linkOf(channels: readonly OpenedChannel[], name: ChannelName): { url?: string } {
  const link = channels.find((channel) => channel.name === name)?.linkTo('')
  return link ? { url: link.url } : {}
}
