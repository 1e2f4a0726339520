import { Temporal } from 'temporal-polyfill'
import type { SendResult } from '../../../bots/channels/channel.ts'
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
import { testDossierAccess } from '../../support/dossier-access.ts'
import { plainSayings, tapKey } from '../../support/plain-sayings.ts'
import { scriptedLink, scriptedTurn, text, wordsOf } from './scripted-turn.ts'

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
  channels: [
    {
      name: 'telegram',
      account: 'bot',
      capabilities: { maxText: 1000, edit: true },
      async send({ id, chat, reply }): Promise<SendResult> {
        const body = JSON.stringify({ id, chat, words: wordsOf(reply) })
        const response = await fetch(api, { method: 'POST', body })
        await response.arrayBuffer()
        return { ok: true, externalId: id }
      },
    },
  ],
  counters: {
    turns() {},
    duplicates() {},
    turnFailed() {},
    setAside() {},
    send() {},
    unknownOutcomes() {},
  },
  runTurn: scriptedTurn,
  sayings: {
    apology: () => [text('sorry')],
    reminderMayWait: () => [],
    showCode: () => [],
    link: scriptedLink,
  },
  tapKey,
  tryKey: tapKey,
  chatCodeKey: tapKey,
  dossiers: testDossierAccess,
  decodePhoto: async () => [],
  recordErasure: async () => {},
  reminderPlanned() {},
  onChannel() {},
  onWrite() {},
  random: Math.random,
  randomBelow: () => 0,
  sweepMs: 100,
  graceMs: 200,
})
const queues = createQueues({ engine: postgresEngine(connection), names: queueNames, clock, log })
listen(
  connection,
  ['dossiers', 'outbox'],
  (channel, notice) => {
    if (channel === 'dossiers') void wakeForPushes(queues, Temporal.Instant.from(notice))
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
  forgetOld: async () => {},
})
process.stdout.write('ready\n')
