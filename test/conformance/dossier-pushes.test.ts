import { Temporal } from 'temporal-polyfill'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ChannelName } from '../../bots/channels/channel.ts'
import type { Reply } from '../../bots/dialogue/reply.ts'
import { loadCalendar } from '../../knowledge/calendar/load-calendar.ts'
import { loadDossierFacts } from '../../knowledge/dossiers/facts/load-dossier-facts.ts'
import { planPushes } from '../../knowledge/dossiers/register/plan-pushes.ts'
import { inTransaction } from '../../server/database/in-transaction.ts'
import { listen } from '../../server/database/listen.ts'
import { createLog } from '../../server/log.ts'
import { wakeForPushes } from '../../workers/dossiers/wake-for-pushes.ts'
import { createQueues } from '../../workers/queue/create-queues.ts'
import type { QueueEngine } from '../../workers/queue/engine.ts'
import { queueNames, startWorkers } from '../../workers/start-workers.ts'
import { wordsOf } from '../faults/support/scripted-turn.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { dossierRows } from '../support/dossier-rows.ts'
import { plainSayings, tapKey } from '../support/plain-sayings.ts'
import { type QueueBench, queueEngines } from '../support/queue-bench.ts'

/** 10:00 in Hanoi. */
const firstStart = Temporal.Instant.from('2026-11-23T03:00:00Z')
const log = createLog('silent')
/** Conditions are waited for as long as a machine full of other tests may need. */
const patient = { timeout: 15_000 }
const { calendar } = await loadCalendar()
const { facts } = await loadDossierFacts()
const rules = { settle_seconds: 1 }

describe.each(queueEngines)('followers of dossiers, by $name', ({ here, start: startBench }) => {
  if (!here) return it.skip('needs redis-server (test/prepare)', () => {})

  let database: TestDatabase
  let bench: QueueBench
  let rows: ReturnType<typeof dossierRows>
  /** Each test has a day of its own: wake-ups of an instant that has been are remembered. */
  let start = firstStart
  /** When what changes at the start has settled. */
  let due = start
  const open: { stop(): Promise<void> }[] = []
  beforeAll(async () => {
    database = await createTestDatabase()
    bench = await startBench(database)
  })
  beforeEach(() => {
    start = start.add({ hours: 24 })
    due = start.add({ seconds: rules.settle_seconds })
    rows = dossierRows(database.pool, start.toString())
  })
  afterEach(async () => {
    await Promise.all(open.splice(0).map((one) => one.stop()))
    await database.db.deleteFrom('conversation').execute()
    await database.db.deleteFrom('dossier').execute()
  })
  afterAll(async () => {
    await bench.stop()
    await database.drop()
  })

  /** A process with the role `workers`, its clock and its timer in the test's hand, woken as a server wakes it. */
  function startProcess(engine: QueueEngine) {
    const hand = { now: start, since: Number.NaN, tick: () => {}, heard: 0, listens: false }
    // Since `since`, where that is set, the time goes on from `now` as fast as that of the engine.
    const gone = () => (Number.isNaN(hand.since) ? 0 : Date.now() - hand.since)
    const clock = { now: () => hand.now.add({ milliseconds: gone() }) }
    const queues = createQueues({ engine, names: queueNames, clock, log, retryMs: 20 })
    const sweeps = startWorkers({
      db: database.db,
      queues,
      clock,
      every(_milliseconds, run) {
        hand.tick = run
        return { stop: () => {} }
      },
      log,
      enqueue: async () => null,
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
    const listener = listen(
      database.connection,
      ['dossiers'],
      (_channel, notice) => {
        hand.heard++
        void wakeForPushes({ queues, clock }, Temporal.Instant.from(notice))
      },
      () => {
        hand.listens = true
      },
      log,
    )
    open.push({ stop: () => listener.close() }, { stop: () => queues.close() }, sweeps)
    // Who does not listen yet hears nothing of a change, and the next sweep may be far.
    const ready = () =>
      vi.waitFor(async () => {
        expect(hand.listens).toBe(true)
        expect((await queues.health()).status).toBe('ok')
      }, patient)
    return { hand, ready }
  }

  /** Dossiers of as many people change. @returns their codes, in order */
  async function change(what: string, count: number, channel: ChannelName = 'web'): Promise<string[]> {
    const codes = Array.from({ length: count }, (_, n) => `${what}${String(n).padStart(3, '0')}`)
    const dossiers: string[] = []
    for (const code of codes) {
      const dossier = await rows.dossier({ code })
      await rows.follow(await rows.chat(channel), dossier)
      dossiers.push(dossier)
    }
    await inTransaction(database.pool, (sql) => planPushes(sql, dossiers, { now: start.toString(), rules }))
    return codes
  }

  async function told(): Promise<string[]> {
    const found = await database.pool.query<{ reply: Reply }>('select reply from outbox')
    return found.rows.map(({ reply }) => /changed (\w+)/.exec(wordsOf(reply))?.[1] ?? '').toSorted()
  }
  const untilTold = (codes: string[]) =>
    vi.waitFor(async () => expect(await told()).toEqual(codes.toSorted()), patient)
  /** The sweep of the start may still be under way, and then a tick does nothing. */
  const sweepUntilTold = (hand: { tick(): void }, codes: string[]) =>
    vi.waitFor(async () => {
      hand.tick()
      expect(await told()).toEqual(codes.toSorted())
    }, patient)

  it('are told when a change has settled, between two sweeps', async () => {
    const { hand, ready } = startProcess(bench.engine)
    await ready()
    const codes = await change('A', 3)
    await vi.waitFor(() => expect(hand.heard).toBe(1), patient)
    hand.now = due
    await untilTold(codes)
  })

  it('are told between two sweeps of a change that was heard of when its moment had been', async () => {
    const { hand, ready } = startProcess(bench.engine)
    await ready()
    const first = await change('A', 1)
    await vi.waitFor(() => expect(hand.heard).toBe(1), patient)
    hand.now = due
    await untilTold(first)
    const second = await change('B', 1)
    await vi.waitFor(() => expect(hand.heard).toBe(2), patient)
    hand.now = due.add({ seconds: 1 })
    await untilTold([...first, ...second])
  })

  it('are told as fast as a channel may be written to, second by second', async () => {
    const { hand, ready } = startProcess(bench.engine)
    await ready()
    const codes = await change('P', 70, 'telegram')
    // A wake-up that came before its time by this clock would ask for itself again, which is nothing.
    Object.assign(hand, { now: due, since: Date.now() })
    await vi.waitFor(async () => {
      // The channel has taken them.
      await database.pool.query(`update outbox set status = 'sent'`)
      expect(await told()).toEqual(codes)
    }, patient)
  })

  it('are all told once by the sweep when the engine forgets everything', async () => {
    const { hand, ready } = startProcess(bench.engine)
    await ready()
    const codes = await change('L', 120)
    await bench.lose()
    hand.now = due
    await sweepUntilTold(hand, codes)
  })

  it('are told once by two processes', async () => {
    const [one, two] = [startProcess(bench.engine), startProcess(bench.engine)]
    await Promise.all([one.ready(), two.ready()])
    const codes = await change('S', 200)
    for (const { hand } of [one, two]) hand.now = due
    await vi.waitFor(async () => {
      for (const { hand } of [one, two]) hand.tick()
      expect(await told()).toEqual(codes)
    }, patient)
  })

  it('are told without the engine, and by wake-ups again when it is back', async () => {
    const { hand, ready } = startProcess(bench.overLink)
    hand.now = due
    const without = await change('W', 3)
    await sweepUntilTold(hand, without)

    await bench.link.mend()
    await ready()
    const back = await change('B', 3)
    await untilTold([...without, ...back])
    await bench.link.cut()
  })
})
