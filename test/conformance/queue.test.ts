import type { Temporal } from 'temporal-polyfill'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Clock, systemClock } from '../../server/clock.ts'
import { createLog } from '../../server/log.ts'
import { createQueues, type Queues } from '../../workers/queue/create-queues.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { type QueueBench, queueEngines } from '../support/queue-bench.ts'

/** Conditions are waited for as long as a machine full of other tests may need. */
const patient = { timeout: 15_000 }
const silent = createLog('silent')
const real = systemClock()

describe.each(queueEngines)('queues on $name', ({ here, start }) => {
  if (!here) return it.skip('needs redis-server (test/prepare)', () => {})

  let database: TestDatabase
  let bench: QueueBench
  const open: { close(): Promise<void> }[] = []
  beforeAll(async () => {
    database = await createTestDatabase()
    bench = await start(database)
  })
  afterEach(async () => {
    await Promise.all(open.splice(0).map((one) => one.close()))
  })
  afterAll(async () => {
    await bench.stop()
    await database.drop()
  })

  let made = 0
  /** Queues of a name that no other test uses. */
  function names(): readonly [string] {
    made += 1
    return [`q${made}`]
  }
  function queuesFor<Name extends string>(of: readonly Name[], clock: Clock = real): Queues<Name> {
    const queues = createQueues({ engine: bench.engine, names: of, clock, log: silent, retryMs: 20 })
    open.push(queues)
    return queues
  }
  const ready = (queues: Queues<string>) =>
    vi.waitFor(async () => expect((await queues.health()).status).toBe('ok'), patient)

  it('make one call of the same wake-up added twice', async () => {
    const [name] = names()
    const queues = queuesFor([name])
    await ready(queues)
    const at = real.now().add({ milliseconds: 50 })
    for (const key of ['a:1', 'a:1', 'b', 'b', '7']) await queues.wake(name, key)
    await queues.wake(name, 'timed', { at })
    await queues.wake(name, 'timed', { at })
    const calls: string[] = []
    queues.process(name, async (key) => void calls.push(key), { concurrency: 1 })
    await vi.waitFor(() => expect(calls).toHaveLength(4), patient)
    // The instant has passed and the wake-up has been; an untimed one may come again.
    await queues.wake(name, 'timed', { at })
    await queues.wake(name, 'b')
    await vi.waitFor(() => expect(calls).toHaveLength(5), patient)
    expect(calls.toSorted()).toEqual(['7', 'a:1', 'b', 'b', 'timed'])
  })

  it.each(['PT0S', 'P3D', '-P3D'])('wait until the instant of a clock moved by %s', async (offset) => {
    const [name] = names()
    const clock = systemClock(offset)
    const queues = queuesFor([name], clock)
    await ready(queues)
    const due = {
      later: clock.now().add({ milliseconds: 300 }),
      'long past': clock.now().subtract({ hours: 48 }),
    }
    const called = new Map<string, Temporal.Instant>()
    queues.process(name, async (key) => void called.set(key, clock.now()), { concurrency: 1 })
    for (const [key, at] of Object.entries(due)) await queues.wake(name, key, { at })
    await vi.waitFor(() => expect(called.size).toBe(2), patient)
    for (const [key, at] of Object.entries(due)) {
      expect(called.get(key)?.epochMilliseconds).toBeGreaterThanOrEqual(at.epochMilliseconds)
    }
  })

  it('call a handler again that failed', async () => {
    const [name] = names()
    const queues = queuesFor([name])
    await ready(queues)
    const calls: string[] = []
    queues.process(
      name,
      async (key) => {
        calls.push(key)
        if (calls.length < 3) throw new Error('not yet')
      },
      { concurrency: 1 },
    )
    await queues.wake(name, 'hard')
    await vi.waitFor(() => expect(calls).toEqual(['hard', 'hard', 'hard']), patient)
  })

  it('show how they are, and why what failed did', async () => {
    const [name] = names()
    const queues = queuesFor([name])
    await ready(queues)
    await queues.wake(name, 'waits')
    await queues.wake(name, 'later', { at: real.now().add({ hours: 1 }) })
    expect(await queues.look()).toEqual([
      { name, counts: { waiting: 1, active: 0, delayed: 1, failed: 0 }, failures: [] },
    ])
    queues.process(
      name,
      async () => {
        throw new Error('the reason\nand more')
      },
      { concurrency: 1 },
    )
    await vi.waitFor(async () => {
      const [look] = (await queues.look()) ?? []
      expect(look?.failures[0]).toMatchObject({ reason: 'the reason', attempts: expect.any(Number) })
    }, patient)
  })

  it('share the work of one name between processes', async () => {
    const [name] = names()
    const one = queuesFor([name])
    const two = queuesFor([name])
    await Promise.all([ready(one), ready(two)])
    const calls: string[] = []
    const both = Promise.withResolvers<void>()
    for (const queues of [one, two]) {
      queues.process(
        name,
        async (key) => {
          calls.push(key)
          // The first call of each process ends only when the other has one too.
          if (calls.length >= 2) both.resolve()
          await both.promise
        },
        { concurrency: 1 },
      )
    }
    const keys = Array.from({ length: 20 }, (_, index) => `k${String(index).padStart(2, '0')}`)
    for (const key of keys) await one.wake(name, key)
    await vi.waitFor(() => expect(calls.toSorted()).toEqual(keys), patient)
  })

  it('finish what is under way when closed, and start nothing more', async () => {
    const [name] = names()
    const queues = queuesFor([name])
    await ready(queues)
    const entered = Promise.withResolvers<void>()
    const leave = Promise.withResolvers<void>()
    const calls: string[] = []
    queues.process(
      name,
      async (key) => {
        calls.push(`${key} begun`)
        entered.resolve()
        await leave.promise
        calls.push(`${key} done`)
      },
      { concurrency: 1 },
    )
    await queues.wake(name, 'first')
    await queues.wake(name, 'second')
    await entered.promise
    const closed = queues.close().then(() => calls.push('closed'))
    leave.resolve()
    await closed
    expect(calls).toEqual(['first begun', 'first done', 'closed'])
    await queues.wake(name, 'after')
    expect((await queues.health()).status).toBe('degraded')
    const next = queuesFor([name])
    const left: string[] = []
    next.process(name, async (key) => void left.push(key), { concurrency: 1 })
    await vi.waitFor(() => expect(left).toEqual(['second']), patient)
  })
})
