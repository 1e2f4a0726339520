import { createSecretKey } from 'node:crypto'
import type { FastifyPluginAsync } from 'fastify'
import type { PushChannel } from '../../bots/channels/channel.ts'
import type { AnnouncementParts } from '../../workers/announcements/announcement-parts.ts'
import { createFetcher } from '../../workers/announcements/create-fetcher.ts'
import { createSender } from '../../workers/announcements/create-sender.ts'
import { writeDigests } from '../../workers/announcements/digests/write-digests.ts'
import { createPace } from '../../workers/announcements/pace/create-pace.ts'
import type { Pace } from '../../workers/announcements/pace.ts'
import { reduceOld } from '../../workers/announcements/reduce-old.ts'
import { tellAuthor } from '../../workers/announcements/tell-author.ts'
import type { Queues } from '../../workers/queue/create-queues.ts'
import type { QueueName } from '../../workers/start-workers.ts'
import type { OpenedChannel } from '../channels/opened-channel.ts'
import { boardPages } from '../http/board/board-pages.ts'
import { deriveKey } from '../secret.ts'
import type { Site } from '../site.ts'
import { addressKey } from './address-key.ts'
import { addAnnouncementGauges } from './announcement-gauges.ts'
import { announcementSayings } from './announcement-sayings.ts'
import { measureAnnouncements } from './measure-announcements.ts'
import { servesUnit } from './serves-unit.ts'
import { signatureReader } from './signature-reader.ts'

/** What is done about announcements beside conversations. */
export interface AnnouncementWork {
  /** Of all that calls a channel. */
  pace: Pace
  /** The boards, and all that lies below them. */
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
  const known = () => knowledge.current().parts
  const pace = createPace({ pool, log, facts: () => known().announcements })
  const works = config.roles.has('workers')
  const mine = channels.filter(({ name }) => works || name === 'zalo_personal')
  const sending = works || mine.length > 0 ? openSending({ site, queues, pace, channels: mine }) : undefined
  addAnnouncementGauges(metrics.registry, () => measureAnnouncements(pool), performance.now.bind(performance))
  return {
    pace,
    routes: [
      boardPages({
        sql: pool,
        knowledge: known,
        clock,
        addressKey: addressKey(open.secret),
        channels: (payload) =>
          channels.flatMap(({ label, linkTo }) => {
            const link = linkTo(payload)
            return link ? [{ label, url: link.url, ...(link.carries ? {} : { say: payload }) }] : []
          }),
        ...(config.publicUrl ? { publicUrl: config.publicUrl } : {}),
      }),
    ],
    look: () => sending?.look(),
    async round() {
      await sending?.round()
    },
    reduceOld: () =>
      reduceOld(pool, {
        now: clock.now().toString(),
        retentionDays: known().announcements.retention_days,
      }),
    async stop(withinMs) {
      await sending?.stop(withinMs)
      await pace.stop()
    },
  }
}

/** @param given.channels those that this process is to send by */
function openSending({
  site,
  queues,
  pace,
  channels,
}: {
  site: Site
  queues: Pick<Queues<QueueName>, 'wake'>
  pace: Pace
  channels: readonly OpenedChannel[]
}): Pick<AnnouncementWork, 'look' | 'round' | 'stop'> {
  const { config, open, clock, log, knowledge, metrics } = site
  const facts = () => knowledge.current().parts.announcements
  const sayings = announcementSayings(knowledge.current, config, open.secret)
  const parts: AnnouncementParts = {
    pool: open.pool,
    clock,
    log,
    tapKey: createSecretKey(deriveKey(open.secret, 'taps')),
    random: Math.random,
    known: () => ({
      facts: facts(),
      sayings: sayings(),
      isUnit: servesUnit(config),
    }),
    channels: (): PushChannel[] => channels.flatMap(({ sender }) => sender?.() ?? []),
  }
  const sender = createSender({
    ...parts,
    pace,
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
  const fetcher = createFetcher({
    ...parts,
    facts: () => facts().files,
    readSignatures: signatureReader(config.knowledgeDir, log),
    tell: (sql, id, news) => tellAuthor(parts, sql, { id, news }),
  })
  return {
    look() {
      sender.look()
      fetcher.look()
    },
    async round() {
      fetcher.look()
      await writeDigests(open.pool, { now: clock.now() })
      await sender.round()
    },
    async stop(withinMs) {
      await Promise.all([sender.stop(withinMs), fetcher.stop()])
    },
  }
}
