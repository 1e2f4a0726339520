import type { PushChannel } from '../../bots/channels/channel.ts'
import { createZaloPersonal } from '../../bots/channels/zalo-personal/create-zalo-personal.ts'
import type { GuardReport } from '../../bots/channels/zalo-personal/guard/create-guard.ts'
import type { Inbox } from '../../bots/inbox/create-inbox.ts'
import { createReceiptBook } from '../../bots/inbox/create-receipt-book.ts'
import { createChannelLock } from '../channel-lock.ts'
import { deriveKey } from '../secret.ts'
import type { Site } from '../site.ts'
import { createFileStore } from './create-file-store.ts'
import { isBoundGroup } from './is-bound-group.ts'
import type { OpenedChannel } from './opened-channel.ts'
import { zaloSessions } from './zalo-sessions.ts'

/**
 * The personal account, in a process that runs conversations. It connects once somebody has logged in, now or later.
 * @param serve takes the channel up: its account is known only once it has logged in
 */
export function openZaloPersonal(
  { config, log, clock, health, metrics, open, alerts }: Site,
  store: Inbox['store'],
  serve: (channel: PushChannel) => void,
): OpenedChannel | undefined {
  if (!config.roles.has('bots')) return undefined
  const receipts = createReceiptBook({ sql: open.pool, clock, log })
  // The account may be another one after a new login; the last is the one that can be sent by.
  const served: { channel?: PushChannel } = {}
  const { credentials, gateway, strangersPerDay } = config.zaloPersonal
  const zaloPersonal = createZaloPersonal({
    credentials,
    gateway,
    strangersPerDay,
    sessions: zaloSessions(config, open.secret),
    lock: createChannelLock(open.connection, 'zalo_personal'),
    sql: open.pool,
    key: deriveKey(open.secret, 'zalo personal guard'),
    clock,
    isBound: (chat) => isBoundGroup(open.pool, chat),
    store: (incoming) => store([incoming]),
    serve(channel) {
      served.channel = channel
      serve(channel)
    },
    log,
    health: (state) => health.set('zalo_personal', state),
    alerts,
    ignored: (why) => metrics.ignored.inc({ channel: 'zalo_personal', why }),
    receipts: receipts.add,
    files: createFileStore(open.pool),
    onGuard: (report) => metrics.guard(guardFigures(report)),
  })
  return {
    name: 'zalo_personal',
    label: 'Zalo (tài khoản cá nhân)',
    start: zaloPersonal.start,
    stop: () => zaloPersonal.stop().then(receipts.stop),
    sender: () => served.channel,
    routes: [],
    linkTo: () => null,
    heed(order) {
      if (order === 'resume zalo_personal') zaloPersonal.resume()
      else if (order === 'login zalo_personal') zaloPersonal.reconnect()
    },
  }
}

/** What the guard counts, and 1 or 0 for what holds. */
function guardFigures(report: GuardReport): Record<string, number> {
  return {
    strangers_today: report.strangersToday,
    sent_this_hour: report.sentThisHour,
    sent_today: report.sentToday,
    banned: Number(report.banned),
    paused: Number(report.tooManyUntil !== null),
    strangers_paused: Number(report.strangersUntil !== null),
    reply_only: Number(report.replyOnlyUntil !== null),
    quiet: Number(report.quietUntil !== null),
  }
}
