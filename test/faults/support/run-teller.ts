import { Temporal } from 'temporal-polyfill'
import { startConversations } from '../../../bots/inbox/start-conversations.ts'
import { loadCalendar } from '../../../knowledge/calendar/load-calendar.ts'
import { loadDossierFacts } from '../../../knowledge/dossiers/facts/load-dossier-facts.ts'
import { systemClock } from '../../../server/clock.ts'
import { connect, connectForTurns } from '../../../server/database/connect.ts'
import { listen } from '../../../server/database/listen.ts'
import { createLog } from '../../../server/log.ts'
import { usualPace } from '../../../workers/dossiers/pace.ts'
import { wakeForPushes } from '../../../workers/dossiers/wake-for-pushes.ts'
import { interval } from '../../../workers/interval.ts'
import { createQueues } from '../../../workers/queue/create-queues.ts'
import { postgresEngine } from '../../../workers/queue/postgres-engine.ts'
import { queueNames, startWorkers } from '../../../workers/start-workers.ts'
import { plainSayings, tapKey } from '../../support/plain-sayings.ts'
import { httpChannel, killableParts } from './killable-parts.ts'

/**
 * A process to be killed: tells followers of dossiers what is due, and sends by HTTP to `api`. `most` messages are
 * handed over a second, at any hour.
 */
const [connectionText = '{}', api = '', most = '20'] = process.argv.slice(2)
const connection = JSON.parse(connectionText)
const log = createLog('error', 'stderr')
const clock = systemClock()
const { db, pool } = connect(connection, log, { max: 4 })
const { calendar } = await loadCalendar()
const { facts } = await loadDossierFacts()

const conversations = await startConversations({
  pool: connectForTurns(connection, log),
  log,
  clock,
  channels: [httpChannel(api)],
  ...killableParts(tapKey),
})
const queues = createQueues({ engine: postgresEngine(connection), names: queueNames, clock, log })
listen(
  connection,
  ['dossiers', 'outbox'],
  (channel, notice) => {
    if (channel === 'dossiers') void wakeForPushes({ queues, clock }, Temporal.Instant.from(notice))
    else if (notice === '') conversations.lookForMessages()
  },
  () => conversations.lookForMessages(),
  log,
)
startWorkers({
  db,
  queues,
  clock,
  every: interval,
  log,
  enqueue: async () => null,
  dossiers: {
    pool,
    tapKey,
    isDiscreet: () => true,
    recordTold: async () => {},
    known: () => ({ sayings: plainSayings, calendar, facts }),
    pace: { ...usualPace, telegram: { most: Number(most), withinMs: 800 } },
  },
  announcements: async () => {},
  forgetOld: async () => {},
})
process.stdout.write('ready\n')
