import { setTimeout as pause } from 'node:timers/promises'
import { expect, it, onTestFinished, vi } from 'vitest'
import { loadCalendar } from '../../knowledge/calendar/load-calendar.ts'
import { loadDossierFacts } from '../../knowledge/dossiers/facts/load-dossier-facts.ts'
import { systemClock } from '../../server/clock.ts'
import { createLog } from '../../server/log.ts'
import { interval } from '../../workers/interval.ts'
import { createQueues } from '../../workers/queue/create-queues.ts'
import { postgresEngine } from '../../workers/queue/postgres-engine.ts'
import { queueNames, startWorkers } from '../../workers/start-workers.ts'
import { createTestDatabase } from '../support/database.ts'
import { plainSayings, tapKey } from '../support/plain-sayings.ts'
import { fakeChannel } from './support/fake-channel.ts'
import { planChanges } from './support/plan-changes.ts'
import { incoming, start } from './support/start.ts'

const patience = { timeout: 30_000, interval: 10 }
const pushes = 2000
/** As Telegram does. */
const aSecond = 30

const { calendar } = await loadCalendar()
const { facts } = await loadDossierFacts()

it('lets an answer wait for no more pushes than a channel takes in a second', async () => {
  const database = await createTestDatabase()
  onTestFinished(() => database.drop())
  const { db, pool, connection } = database
  const [clock, log] = [systemClock(), createLog('silent')]
  const channel = fakeChannel()
  const sent: string[] = []
  let free = 0
  // One after the other, whatever came first: the worst that a channel can do to an answer.
  channel.behave(async ({ chat }) => {
    free = Math.max(free, performance.now()) + 1000 / aSecond
    await pause(free - performance.now())
    sent.push(chat)
    return { ok: true, externalId: null }
  })
  const process = await start(pool, [channel])
  const queues = createQueues({ engine: postgresEngine(connection), names: queueNames, clock, log })
  onTestFinished(() => queues.close())
  await planChanges(pool, pushes)
  const sweeps = startWorkers({
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
    },
    announcements: async () => {},
    forgetOld: async () => {},
  })
  onTestFinished(() => sweeps.stop())
  for (let nth = 1; nth <= 5; nth++) {
    const before = sent.length
    await vi.waitFor(() => expect(sent.length).toBeGreaterThan(before + 15), patience)
    await process.store([incoming('citizen', 'xin chào')])
    // Not what went while a slow disk took the question in.
    const asked = sent.length
    await vi.waitFor(() => expect(sent.filter((chat) => chat === 'citizen')).toHaveLength(nth), patience)
    expect(sent.lastIndexOf('citizen') - asked).toBeLessThan(aSecond)
  }
  expect(sent.length).toBeLessThan(pushes)
}, 120_000)
