import type { FastifyPluginAsync } from 'fastify'
import { createZaloOa } from '../../bots/channels/zalo-oa/create-zalo-oa.ts'
import type { Inbox } from '../../bots/inbox/create-inbox.ts'
import { createReceiptBook } from '../../bots/inbox/create-receipt-book.ts'
import { publicAddress } from '../public-address.ts'
import type { Site } from '../site.ts'
import { createFileStore } from './create-file-store.ts'
import type { OpenedChannel } from './opened-channel.ts'
import { zaloOaParts } from './zalo-oa-parts.ts'

/** Every process has something to do with it: it takes in by its webhook, answers, or sends announcements. */
export function openZaloOa(
  { config, log, clock, health, metrics, open, alerts, operators }: Site,
  store: Inbox['store'],
): OpenedChannel | undefined {
  const { zaloOa: account, roles } = config
  if (!account) return undefined
  const receipts = createReceiptBook({ sql: open.pool, clock, log })
  const zaloOa = createZaloOa({
    ...zaloOaParts({ config, account, open, clock, log }),
    store: (incoming) => store([incoming]),
    health: (state) => health.set('zalo_oa', state),
    alerts,
    ignored: (why) => metrics.ignored.inc({ channel: 'zalo_oa', why }),
    receipts: receipts.add,
    files: createFileStore(open.pool),
  })
  const connectPages = zaloOa.connectRoutes({
    publicUrl: publicAddress(config),
    requireOperator: operators.require('zalo-oa'),
    renderNotice: operators.renderNotice,
  })
  return {
    name: 'zalo_oa',
    label: 'Zalo',
    ...(roles.has('bots') ? { channel: zaloOa.channel } : {}),
    ...(roles.has('bots') || roles.has('workers') ? { sender: () => zaloOa.channel } : {}),
    start: zaloOa.start,
    stop: () => zaloOa.stop().then(receipts.stop),
    routes: [zaloOa.routes as FastifyPluginAsync, connectPages as FastifyPluginAsync],
    linkTo() {
      const url = zaloOa.linkTo()
      return url === null ? null : { url, carries: false }
    },
  }
}
