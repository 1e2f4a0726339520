import { Temporal } from 'temporal-polyfill'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { loadCalendar } from '../../knowledge/calendar/load-calendar.ts'
import { loadDossierFacts } from '../../knowledge/dossiers/facts/load-dossier-facts.ts'
import { createLog } from '../../server/log.ts'
import { createQueues } from '../../workers/queue/create-queues.ts'
import type { QueueEngine } from '../../workers/queue/engine.ts'
import type { Enqueue } from '../../workers/reminders/fire-reminders.ts'
import { wakeForReminder } from '../../workers/reminders/wake-for-reminder.ts'
import { queueNames, startWorkers } from '../../workers/start-workers.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { plainSayings, tapKey } from '../support/plain-sayings.ts'
import { type QueueBench, queueEngines } from '../support/queue-bench.ts'

/** 10:00 in Hanoi. */
const start = Temporal.Instant.from('2026-11-23T03:00:00Z')
const log = createLog('silent')
/** Conditions are waited for as long as a machine full of other tests may need. */
const patient = { timeout: 15_000 }
const { calendar } = await loadCalendar()
const { facts } = await loadDossierFacts()

const enqueue: Enqueue = async (trx, { conversationId, reply }) => {
  const { id } = await trx
    .insertInto('outbox')
    .values({
      conversation_id: conversationId,
      reply: JSON.stringify(reply),
      status: 'pending',
      created_at: start.toString(),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

describe.each(queueEngines)('reminders woken by $name', ({ here, start: startBench }) => {
  if (!here) return it.skip('needs redis-server (test/prepare)', () => {})

  let database: TestDatabase
  let bench: QueueBench
  const open: { stop(): Promise<void> }[] = []
  beforeAll(async () => {
    database = await createTestDatabase()
    bench = await startBench(database)
  })
  afterEach(async () => {
    await Promise.all(open.splice(0).map((one) => one.stop()))
    await database.db.deleteFrom('conversation').execute()
  })
  afterAll(async () => {
    await bench.stop()
    await database.drop()
  })

  /** A process with the role `workers`, its clock and its timer in the test's hand. */
  function startProcess(engine: QueueEngine) {
    const hand = { now: start, tick: () => {} }
    const clock = { now: () => hand.now }
    const queues = createQueues({ engine, names: queueNames, clock, log, retryMs: 20 })
    const every = (_milliseconds: number, run: () => void) => {
      hand.tick = run
      return { stop: () => {} }
    }
    const sweeps = startWorkers({
      db: database.db,
      queues,
      clock,
      every,
      log,
      enqueue,
      dossiers: {
        pool: database.pool,
        tapKey,
        isDiscreet: () => false,
        recordTold: async () => {},
        known: () => ({ sayings: plainSayings, calendar, facts }),
      },
      announcements: async () => {},
      forgetOld: async () => {},
    })
    open.push({ stop: () => queues.close() }, sweeps)
    const ready = () => vi.waitFor(async () => expect((await queues.health()).status).toBe('ok'), patient)
    return { hand, queues, ready }
  }

  /** Plans one for each of so many people. @returns the texts, in order */
  async function plan(what: string, count: number, dueAt: Temporal.Instant): Promise<string[]> {
    const texts = Array.from({ length: count }, (_, index) => `${what} ${String(index).padStart(3, '0')}`)
    const at = dueAt.toString()
    for (const text of texts) {
      const { id } = await database.db
        .insertInto('conversation')
        .values({
          channel: 'web',
          account: 'web',
          chat: text,
          is_group: false,
          created_at: at,
          active_at: at,
        })
        .returning('id')
        .executeTakeFirstOrThrow()
      await database.db
        .insertInto('reminder')
        .values({ conversation_id: id, about: 'hẹn', text, due_at: at, status: 'planned' })
        .execute()
    }
    return texts
  }

  async function fired(): Promise<string[]> {
    const rows = await database.db.selectFrom('outbox').select('reply').execute()
    const blocks = rows.flatMap(({ reply }) => reply?.blocks ?? [])
    return blocks.flatMap((block) => (block.kind === 'text' ? [block.text] : [])).toSorted()
  }
  const untilFired = (texts: string[]) =>
    vi.waitFor(async () => expect(await fired()).toEqual(texts.toSorted()), patient)
  /** The sweep of the start may still be under way, and then a tick does nothing. */
  const sweepUntilFired = (hand: { tick(): void }, texts: string[]) =>
    vi.waitFor(async () => {
      hand.tick()
      expect(await fired()).toEqual(texts.toSorted())
    }, patient)

  it('go out at their time, between two sweeps', async () => {
    const { hand, queues, ready } = startProcess(bench.engine)
    await ready()
    const due = start.add({ milliseconds: 200 })
    const texts = await plan('đúng giờ', 3, due)
    await wakeForReminder(queues, due)
    hand.now = due
    await untilFired(texts)
  })

  it('are all sent once by the sweep when the engine forgets everything', async () => {
    const { hand, queues, ready } = startProcess(bench.engine)
    await ready()
    const due = start.add({ minutes: 5 })
    const lost = await plan('bị quên', 150, due)
    await wakeForReminder(queues, due)
    await bench.lose()
    hand.now = due
    expect(await fired()).toEqual([])
    await sweepUntilFired(hand, lost)

    // A wake-up that comes after all finds only what is new.
    const later = await plan('sau đó', 1, due)
    await queues.wake('reminders', 'late')
    await untilFired([...lost, ...later])
  })

  it('are shared by two processes, each sent once', async () => {
    const one = startProcess(bench.engine)
    const two = startProcess(bench.engine)
    await Promise.all([one.ready(), two.ready()])
    const due = start.add({ minutes: 5 })
    const texts = await plan('chung', 300, due)
    one.hand.now = due
    two.hand.now = due
    await Promise.all([one.queues.wake('reminders', 'a'), two.queues.wake('reminders', 'b')])
    await sweepUntilFired(one.hand, texts)
  })

  it('go out without the engine, and by wake-ups again when it is back', async () => {
    const { hand, queues, ready } = startProcess(bench.overLink)
    const without = await plan('không có hàng đợi', 3, start)
    await queues.wake('reminders', 'due')
    expect((await queues.health()).status).toBe('degraded')
    await sweepUntilFired(hand, without)

    await bench.link.mend()
    await ready()
    const back = await plan('đã lại', 3, start)
    await queues.wake('reminders', 'back')
    await untilFired([...without, ...back])

    await bench.link.cut()
    await vi.waitFor(async () => expect((await queues.health()).status).toBe('degraded'), patient)
    await bench.link.mend()
    await ready()
    const again = await plan('lại nữa', 3, start)
    await queues.wake('reminders', 'back again')
    await untilFired([...without, ...back, ...again])
    await bench.link.cut()
  })
})
