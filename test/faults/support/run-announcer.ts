import { loadAnnouncementFacts } from '../../../knowledge/announcements/facts/load-announcement-facts.ts'
import { systemClock } from '../../../server/clock.ts'
import { connect } from '../../../server/database/connect.ts'
import { listen } from '../../../server/database/listen.ts'
import { createLog } from '../../../server/log.ts'
import { createSender } from '../../../workers/announcements/create-sender.ts'
import { createPace } from '../../../workers/announcements/pace/create-pace.ts'
import { createQueues } from '../../../workers/queue/create-queues.ts'
import { postgresEngine } from '../../../workers/queue/postgres-engine.ts'
import { redisEngine } from '../../../workers/queue/redis-engine.ts'
import { plainAnnouncements } from '../../announcements/support/plain-announcements.ts'
import { tapKey } from '../../support/plain-sayings.ts'
import type { AnnouncerSettings } from './announce-under-kills.ts'
import { httpChannel } from './killable-parts.ts'

/** A process to be killed: sends announcements by HTTP, at the pace of `perSecond`. Says on stdout that it is ready. */
const { connection, api, perSecond, redis } = JSON.parse(process.argv[2] ?? '') as AnnouncerSettings
const log = createLog('error', 'stderr')
const clock = systemClock()
const { pool } = connect(connection, log)
const loaded = await loadAnnouncementFacts()
const facts = {
  ...loaded.facts,
  pace: { ...loaded.facts.pace, telegram: { messages: perSecond, ms: 1000 } },
}
const queues = createQueues({
  engine: redis === undefined ? postgresEngine(connection) : redisEngine(redis),
  names: ['announcements'],
  clock,
  log,
})
const sender = createSender({
  pool,
  clock,
  log,
  tapKey,
  random: Math.random,
  known: () => ({ facts, sayings: plainAnnouncements, isUnit: () => true }),
  channels: () => [httpChannel(api)],
  pace: createPace({ pool, log, facts: () => facts }),
  counters: { send() {}, unknownOutcomes() {} },
  wake: (at) => void queues.wake('announcements', 'due', { at }),
  onChannel() {},
  graceMs: 200,
})
queues.process('announcements', () => sender.round(), { concurrency: 1 })
listen(connection, ['announcements'], sender.look, sender.look, log)
process.stdout.write('ready\n')
