import type { Clock } from '../../../server/clock.ts'
import type { Sql } from '../../../server/database/sql.ts'
import type { PartState } from '../../../server/health.ts'
import type { Log } from '../../../server/log.ts'
import type { Incoming } from '../../inbox/incoming.ts'
import type { Alerts } from '../alerts.ts'
import type { Capabilities, FileStore, PushChannel, Receipt } from '../channel.ts'
import type { ChannelLock } from '../channel-lock.ts'
import { fetchZaloFile } from '../fetch-zalo-file.ts'
import { fetchZaloPicture } from '../fetch-zalo-picture.ts'
import { admitMessage } from './admit-message.ts'
import { createBoundGroups } from './bound-groups.ts'
import type { Arrivals } from './connect.ts'
import { createEchoes } from './create-echoes.ts'
import { createFriends } from './friends.ts'
import { createGatewayFetch } from './gateway-fetch.ts'
import { createGuard, type GuardReport } from './guard/create-guard.ts'
import { createGuardStore } from './guard/guard-store.ts'
import { createPolicy, type Policy } from './guard/policy.ts'
import { createSessionKeeper } from './login/keep-session.ts'
import { readCredentials } from './login/read-credentials.ts'
import type { SessionStore } from './login/session-store.ts'
import { meetPeople } from './meet-people.ts'
import { defaultPace, type Pace } from './pace.ts'
import { readReceipts } from './read-receipts.ts'
import { recallMessage } from './recall-message.ts'
import { createCursorStore } from './receiving/cursor-store.ts'
import { createIntake } from './receiving/intake.ts'
import type { OwnIdentity } from './receiving/read-address.ts'
import { readMembership } from './receiving/read-membership.ts'
import { createReceiver, type Receiver } from './receiving/receive.ts'
import type { Ignored } from './receiving/to-incoming.ts'
import { type LinkState, reportHealth } from './report-health.ts'
import { sendMessage } from './send-message.ts'
import { createSupervisor } from './supervise.ts'
import type { ZaloAccount } from './zalo-client.ts'

export interface ZaloPersonalOptions {
  /** Path of the credentials file; without one, somebody has to log in by a code first. */
  credentials?: string | undefined
  /** Where the session is kept that comes of it. */
  sessions: SessionStore
  /** Where every request goes instead of to Zalo; see `createGatewayFetch`. */
  gateway?: string | undefined
  lock: ChannelLock
  sql: Sql
  /** Of the hashes that stand for people in the guard's tables, 32 bytes. */
  key: Buffer
  clock: Clock
  /** Whether a group is bound to a unit: such a group is no stranger. */
  isBound(chat: string): Promise<boolean>
  /** People who are no friends, and groups that are not bound, on a day. */
  strangersPerDay: number
  /**
   * Resolves when the event is stored for good, or was before. Rejecting means that it is handed in again, for as
   * long as it takes, except for an AppError `bad_request`: that event is dropped. Events of one chat come one after
   * another.
   */
  store(incoming: Incoming): Promise<unknown>
  /** Called when an account has logged in: from now on the channel can be sent by. The same one may come again. */
  serve(channel: PushChannel): void
  log: Pick<Log, 'info' | 'warn'>
  health(state: PartState): void
  alerts: Alerts
  /** Told of everything that goes no further. */
  ignored(why: Ignored): void
  /** Told of messages that arrived or were seen; nobody waits for it. */
  receipts(list: readonly Receipt[]): void
  files: FileStore
  /** Told of every change in what the guard counts. */
  onGuard(report: GuardReport): void
  pace?: Partial<Pace>
  policy?: Partial<Policy>
}

export interface ZaloPersonal {
  /**
   * Begins to connect, in the background.
   * @throws AppError `bad_setting` when the credentials file is missing, wrong or half of one
   */
  start(): Promise<void>
  /** Takes in and sends no more; settles when what was in hand is stored and written down. */
  stop(): Promise<void>
  /** An operator has seen to what stopped it: another session, or what Zalo did to the account. */
  resume(): void
  /** Somebody has logged in anew: what is stored now is used. */
  reconnect(): void
  state(): ZaloPersonalState
}

export interface ZaloPersonalState {
  /** The account's own id; null until it has logged in once. */
  account: string | null
  link: LinkState
  guard: GuardReport
}

const mostBytes = 10_000_000
/** The library sends words and a file as two messages, so that no text goes with one. */
const capabilities: Capabilities = {
  maxText: 2000,
  edit: false,
  files: {
    types: { 'application/pdf': mostBytes, 'image/jpeg': mostBytes, 'image/png': mostBytes },
    maxCaption: 0,
  },
}

/** One personal account of Zalo's: the channel that replies go out by, and the way in, by its websocket. */
export function createZaloPersonal(options: ZaloPersonalOptions): ZaloPersonal {
  const { log, clock } = options
  const pace: Pace = { ...defaultPace, ...options.pace }
  const stopping = new AbortController()
  const health = reportHealth(options.health)
  /** The last that Zalo said of the time; its messages carry times by the same clock. */
  let zaloTime = Date.now()
  let own: OwnIdentity = { uid: '', names: [] }
  /** The login that stands, with its socket. */
  let account: ZaloAccount | null = null
  const receivers = new Map<string, Receiver>()

  const sessions = createSessionKeeper(options.sessions, options.credentials, { log, pace })
  const guard = createGuard({
    store: createGuardStore(options.sql, options.key),
    policy: createPolicy(options.strangersPerDay, options.policy),
    clock,
    log,
    alerts: options.alerts,
    changed(report) {
      health.guard(report)
      options.onGuard(report)
    },
    sleep: (ms) => pace.sleep(ms, stopping.signal),
    random: pace.random,
    saveAfter: pace.save,
  })
  const friends = createFriends({ log, pace, signal: stopping.signal, failing: health.friends })
  const isBound = createBoundGroups(options.isBound)
  const intake = createIntake({ own: () => own, store: options.store, ignored: options.ignored, log, pace })
  const meeting = meetPeople({ account: () => account, friends, guard, log, sleep: pace.sleep })
  const cursors = createCursorStore(options.sql)
  const echoes = createEchoes()

  const supervisor = createSupervisor({
    lock: options.lock,
    sessions,
    fetch: createGatewayFetch({ gateway: options.gateway, timeoutMs: pace.call, answered }),
    arrivals: arrivals(),
    health,
    alerts: options.alerts,
    log,
    pace,
    loggedIn,
    connected(current, connection) {
      account = current
      receivers.get(current.uid)?.connected(connection)
      void meeting.look(current)
      void friends.keep(current, () => account === current)
      log.info('zalo_personal: connected')
    },
    disconnected() {
      account = null
      receivers.get(own.uid)?.disconnected()
    },
    banned: () => void guard.warned('banned'),
  })

  function answered(headers: Headers): void {
    const date = Date.parse(headers.get('date') ?? '')
    if (!Number.isNaN(date)) zaloTime = date
    if (headers.has('set-cookie')) sessions.touched()
  }

  function arrivals(): Arrivals {
    const receiver = () => receivers.get(own.uid)
    return {
      messages(messages) {
        echoes.heard(messages)
        receiver()?.live(messages)
      },
      old: (group, messages) => receiver()?.old(group, messages),
      broken: (group) => receiver()?.broken(group),
      unreadable: (group) => receiver()?.unreadable(group),
      friend: meeting.heard,
      group(event) {
        const incoming = readMembership(event, own.uid)
        if (incoming) intake.add(incoming)
      },
      receipts(kind, told) {
        const list = readReceipts(kind, told, own.uid)
        if (list.length > 0) options.receipts(list)
      },
      takenBack: () => options.ignored('taken_back'),
    }
  }

  /** Before its socket is opened, so that the first message finds everything in its place. */
  async function loggedIn(current: ZaloAccount, fresh: boolean): Promise<void> {
    const { uid } = current
    const another = own.uid !== uid
    await guard.load(uid)
    if (fresh) guard.loggedIn()
    const receiver = receivers.get(uid) ?? createReceiver(uid, { store: cursors, intake, pace, log })
    receivers.set(uid, receiver)
    await receiver.load(zaloTime)
    const known = friends.refresh(current)
    if (another) {
      const [names] = await Promise.all([current.names().catch(() => []), known])
      own = { uid, names }
      options.serve(channelOf(uid))
    }
  }

  function channelOf(uid: string): PushChannel {
    const current = () => (account?.uid === uid ? account : null)
    const { expired } = supervisor
    const { files } = options
    const deps = { account: current, friends, isBound, guard, health, expired, files, echoes }
    return {
      name: 'zalo_personal',
      account: uid,
      capabilities,
      admit: (message) => admitMessage(deps, message),
      send: (message) => sendMessage(deps, message),
      fetchImage: (image) => fetchZaloPicture(image, { gateway: options.gateway }),
      fetchFile: (file) => fetchZaloFile(file, { gateway: options.gateway }),
      recall: (chat, externalId) => recallMessage(deps, chat, externalId),
    }
  }

  let running: Promise<void> = Promise.resolve()
  return {
    async start() {
      if (options.credentials) await readCredentials(options.credentials)
      running = supervisor.run(stopping.signal)
    },
    async stop() {
      stopping.abort()
      await running
      await Promise.all([intake.stop(), meeting.stop()])
      await Promise.all([
        sessions.stop(),
        guard.stop(),
        ...[...receivers.values()].map((each) => each.stop()),
      ])
      health.link({ kind: 'off' })
    },
    resume() {
      guard.resume()
      supervisor.resume()
    },
    reconnect: supervisor.reconnect,
    state: () => ({ account: own.uid || null, link: health.state, guard: guard.report() }),
  }
}
