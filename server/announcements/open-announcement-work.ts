import { createSecretKey } from 'node:crypto'
import type { FastifyPluginAsync } from 'fastify'
import type { PushChannel } from '../../bots/channels/channel.ts'
import { createSender } from '../../workers/announcements/create-sender.ts'
import { createPace } from '../../workers/announcements/pace/create-pace.ts'
import type { Pace } from '../../workers/announcements/pace.ts'
import { reduceOld } from '../../workers/announcements/reduce-old.ts'
import type { Queues } from '../../workers/queue/create-queues.ts'
import type { QueueName } from '../../workers/start-workers.ts'
import type { OpenedChannel } from '../channels/opened-channel.ts'
import { boardPages } from '../http/board/board-pages.ts'
import { deriveKey } from '../secret.ts'
import type { Site } from '../site.ts'
import { announcementSayings } from './announcement-sayings.ts'

/** What is done about announcements beside conversations. */
export interface AnnouncementWork {
  /** Of all that calls a channel. */
  pace: Pace
  routes: readonly FastifyPluginAsync[]
  /** To be called on `notify announcements`, and when listening has begun again. */
  look(): void
  /** The same; settles when it has looked. */
  round(): Promise<void>
  /** Reduces what is old to its counts. */
  reduceOld(): Promise<unknown>
  /** Begins nothing new, and waits for what is being sent at most so long. */
  stop(withinMs: number): Promise<void>
}

/**
 * Sends announcements in processes with the role for it; by the personal account in the one that is logged in, whatever
 * its role.
 */
export function openAnnouncementWork(
  site: Site,
  queues: Pick<Queues<QueueName>, 'wake'>,
  channels: readonly OpenedChannel[],
): AnnouncementWork {
  const { config, open, clock, log, knowledge, metrics } = site
  const { pool } = open
  const parts = () => knowledge.current().parts
  const pace = createPace({ pool, log, facts: () => parts().announcements })
  const addressKey = deriveKey(open.secret, 'addresses of announcements')
  const sayings = announcementSayings(knowledge.current, {
    addressKey,
    ...(config.publicUrl ? { publicUrl: config.publicUrl } : {}),
  })
  const works = config.roles.has('workers')
  const mine = channels.filter(({ name }) => works || name === 'zalo_personal')
  const sends = works || mine.length > 0
  const sender = sends
    ? createSender({
        pool,
        clock,
        log,
        pace,
        tapKey: createSecretKey(deriveKey(open.secret, 'taps')),
        random: Math.random,
        known: () => ({
          facts: parts().announcements,
          sayings: sayings(),
          isUnit: (slug) => slug === 'all' || config.units.includes(slug),
        }),
        channels: () => mine.flatMap(({ sender: of }) => of?.() ?? []) satisfies PushChannel[],
        counters: {
          send: (channel, result) => metrics.sends.inc({ channel, result }),
          unknownOutcomes: (channel, count) => metrics.unknownOutcomes.inc({ channel }, count),
        },
        wake: (at) => void queues.wake('announcements', 'due', { at }),
        onChannel(key, state) {
          if (state === 'ok') log.info({ channel: key }, 'the channel takes announcements again')
          else log.error({ channel: key }, 'the channel refuses our credentials; announcements wait there')
        },
      })
    : undefined
  return {
    pace,
    routes: [
      boardPages({
        sql: pool,
        knowledge: parts,
        clock,
        addressKey,
        channels: (payload) =>
          channels.flatMap(({ label, linkTo }) => {
            const link = linkTo(payload)
            return link ? [{ label, url: link.url, ...(link.carries ? {} : { say: payload }) }] : []
          }),
        ...(config.publicUrl ? { publicUrl: config.publicUrl } : {}),
      }),
    ],
    look: () => sender?.look(),
    round: async () => sender?.round(),
    reduceOld: () =>
      reduceOld(pool, {
        now: clock.now().toString(),
        retentionDays: parts().announcements.retention_days,
      }),
    async stop(withinMs) {
      await sender?.stop(withinMs)
      await pace.stop()
    },
  }
}
