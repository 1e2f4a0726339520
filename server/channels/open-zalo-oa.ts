import type { FastifyPluginAsync } from 'fastify'
import { createZaloOa } from '../../bots/channels/zalo-oa/create-zalo-oa.ts'
import type { Inbox } from '../../bots/inbox/create-inbox.ts'
import { publicAddress } from '../public-address.ts'
import type { Site } from '../site.ts'
import type { OpenedChannel } from './opened-channel.ts'
import { zaloOaParts } from './zalo-oa-parts.ts'

/** Only where it sends or receives; elsewhere there is nothing to say of it. */
export function openZaloOa(
  { config, log, clock, health, metrics, open, alerts, operators }: Site,
  store: Inbox['store'],
): OpenedChannel | undefined {
  const { zaloOa: account, roles } = config
  if (!account || !(roles.has('bots') || roles.has('http'))) return undefined
  const zaloOa = createZaloOa({
    ...zaloOaParts({ config, account, open, clock, log }),
    store: (incoming) => store([incoming]),
    health: (state) => health.set('zalo_oa', state),
    alerts,
    ignored: (why) => metrics.ignored.inc({ channel: 'zalo_oa', why }),
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
    start: zaloOa.start,
    stop: zaloOa.stop,
    routes: [zaloOa.routes as FastifyPluginAsync, connectPages as FastifyPluginAsync],
    linkTo() {
      const url = zaloOa.linkTo()
      return url === null ? null : { url, carries: false }
    },
  }
}
