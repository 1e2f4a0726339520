import type { FastifyPluginAsync } from 'fastify'
import { createTelegram, type TelegramOptions } from '../../bots/channels/telegram/create-telegram.ts'
import type { Inbox } from '../../bots/inbox/create-inbox.ts'
import { hashPhone } from '../../knowledge/dossiers/access/dossier-hashes.ts'
import { createChannelLock } from '../channel-lock.ts'
import { dossierKey } from '../dossiers/dossier-key.ts'
import type { Site } from '../site.ts'
import { createFileStore } from './create-file-store.ts'
import type { OpenedChannel } from './opened-channel.ts'

/** Only where it sends or receives; elsewhere there is nothing to say of it. With `workers` alone it only sends. */
export function openTelegram(
  { config, log, health, metrics, open }: Site,
  store: Inbox['store'],
): OpenedChannel | undefined {
  const bot = config.telegram
  const { roles } = config
  if (!bot) return undefined
  const receives = roles.has('bots') || (bot.mode === 'webhook' && roles.has('http'))
  if (!receives && !roles.has('workers')) return undefined
  const { token, apiRoot } = bot
  const key = dossierKey(open.secret)
  const receiveBy = (): TelegramOptions['receive'] =>
    bot.mode === 'webhook'
      ? { mode: 'webhook', publicUrl: config.publicUrl ?? '', secret: bot.secret }
      : { mode: 'polling', lock: createChannelLock(open.connection, token.split(':', 1)[0] ?? '') }
  const telegram = createTelegram({
    token,
    apiRoot,
    receive: receives ? receiveBy() : { mode: 'none' },
    store: (incoming) => store([incoming]),
    log,
    health: (state) => health.set('telegram', state),
    hashPhone: (phone) => hashPhone(key, phone),
    files: createFileStore(open.pool),
    ignored: (why) => metrics.ignored.inc({ channel: 'telegram', why }),
  })
  return {
    name: 'telegram',
    label: 'Telegram',
    ...(receives ? { channel: telegram.channel } : {}),
    ...(roles.has('bots') || roles.has('workers') ? { sender: () => telegram.channel } : {}),
    start: telegram.start,
    stop: telegram.stop,
    routes: telegram.routes ? [telegram.routes as FastifyPluginAsync] : [],
    linkTo(payload) {
      // Telegram takes no dots in a payload.
      const url = telegram.linkTo(payload.replaceAll('.', '_'))
      return url === null ? null : { url, carries: true }
    },
  }
}
