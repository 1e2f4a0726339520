import { sql } from 'kysely'
import { Client, type ClientConfig } from 'pg'
import { Temporal } from 'temporal-polyfill'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Clock, systemClock } from '../../server/clock.ts'
import { createLog } from '../../server/log.ts'
import { createQueues, type Queues } from '../../workers/queue/create-queues.ts'
import type { QueueEngine } from '../../workers/queue/engine.ts'
import { postgresEngine } from '../../workers/queue/postgres-engine.ts'
import { redisEngine } from '../../workers/queue/redis-engine.ts'
import { queueNames, startWorkers } from '../../workers/start-workers.ts'
import { type BreakableLink, breakableLink } from '../support/breakable-link.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { redisIsHere, startRedis } from '../support/redis.ts'

/** One engine under test. The rows are always in PostgreSQL. */
interface Bench {
  engine: QueueEngine
  /** A second way to the same store, which can be cut. */
  link: BreakableLink
  overLink: QueueEngine
  /** Everything the engine remembers is gone. */
  lose(): Promise<unknown>
  stop(): Promise<void>
}

const engines: { name: string; here: boolean; start: (database: TestDatabase) => Promise<Bench> }[] = [
  { name: 'PostgreSQL', here: true, start: startOnPostgres },
  { name: 'Redis', here: redisIsHere, start: startOnRedis },
]
if (!redisIsHere) process.stderr.write('skipped: the queue on Redis, since redis-server is not installed\n')

const silent = createLog('silent')
const real = systemClock()

describe.each(engines)('queues on $name', ({ here, start }) => {
  if (!here) return it.skip('needs redis-server (test/prepare)', () => {})

  let database: TestDatabase
  let bench: Bench
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
  function queuesFor<Name extends string>(
    of: readonly Name[],
    clock: Clock = real,
    engine = bench.engine,
  ): Queues<Name> {
    const queues = createQueues({ engine, names: of, clock, log: silent, retryMs: 20 })
    open.push(queues)
    return queues
  }
  const ready = (queues: Queues<string>) =>
    vi.waitFor(async () => expect((await queues.health()).status).toBe('ok'), { timeout: 15_000 })

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
    await vi.waitFor(() => expect(calls).toHaveLength(4))
    // The instant has passed and the wake-up has been; an untimed one may come again.
    await queues.wake(name, 'timed', { at })
    await queues.wake(name, 'b')
    await vi.waitFor(() => expect(calls).toHaveLength(5))
    expect(calls.toSorted()).toEqual(['7', 'a:1', 'b', 'b', 'timed'])
  })

  it.each(['PT0S', 'P3D', '-P3D'])('wait until the instant of a clock moved by %s', async (offset) => {
    const [name] = names()
    const clock = systemClock(offset)
    const queues = queuesFor([name], clock)
    await ready(queues)
    const calls: { key: string; early: boolean }[] = []
    const at = clock.now().add({ milliseconds: 300 })
    queues.process(
      name,
      async (key) => void calls.push({ key, early: Temporal.Instant.compare(clock.now(), at) < 0 }),
      { concurrency: 1 },
    )
    await queues.wake(name, 'later', { at })
    await queues.wake(name, 'long past', { at: at.subtract({ hours: 48 }) })
    await vi.waitFor(() => expect(calls).toHaveLength(2))
    expect(calls).toEqual([
      { key: 'long past', early: true },
      { key: 'later', early: false },
    ])
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
    await vi.waitFor(() => expect(calls).toEqual(['hard', 'hard', 'hard']))
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
    await vi.waitFor(() => expect(calls.toSorted()).toEqual(keys))
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
    await vi.waitFor(() => expect(left).toEqual(['second']))
  })

  describe('with reminders in the table', () => {
    /** 10:00 in Hanoi. */
    const now = Temporal.Instant.from('2026-11-23T03:00:00Z')

    function start(clock: Clock, engine: QueueEngine) {
      const queues = queuesFor(queueNames, clock, engine)
      const timer = { tick: () => {} }
      const sweeps = startWorkers({
        db: database.db,
        queues,
        clock,
        every: (_milliseconds, run) => {
          timer.tick = run
          return { stop: () => {} }
        },
        log: silent,
        enqueue: async (trx, { conversationId, reply }) => {
          await trx
            .insertInto('outbox')
            .values({
              conversation_id: conversationId,
              reply: JSON.stringify(reply),
              status: 'pending',
              created_at: now.toString(),
            })
            .execute()
        },
        forgetOld: async () => {},
      })
      open.push({ close: () => sweeps.stop() })
      return { queues, timer }
    }
    const plan = (count: number, dueAt: Temporal.Instant) => planReminders(database, count, dueAt)
    const fired = async () => (await outboxTexts(database)).toSorted()
    /** The sweep of the start may still be under way, and then a tick does nothing. */
    const sweepUntil = (timer: { tick(): void }, texts: string[]) =>
      vi.waitFor(async () => {
        timer.tick()
        expect(await fired()).toEqual(texts)
      })

    it('lose nothing when the engine forgets everything', async () => {
      let current = now
      const { queues, timer } = start({ now: () => current }, bench.engine)
      await ready(queues)
      const texts = await plan(150, now.add({ minutes: 5 }))
      await queues.wake('reminders', 'due', { at: now.add({ minutes: 5 }) })
      await bench.lose()
      current = now.add({ minutes: 5 })
      expect(await fired()).toEqual([])
      await sweepUntil(timer, texts)
      // Wake-ups that come after all find nothing to do.
      await queues.wake('reminders', 'due')
      timer.tick()
      await settled(queues)
      expect(await fired()).toEqual(texts)
    })

    it('fire by a wake-up, between two sweeps', async () => {
      const clock = { now: () => now.add({ minutes: 20 }) }
      const { queues } = start(clock, bench.engine)
      await ready(queues)
      const texts = await plan(3, now.add({ minutes: 20 }))
      await queues.wake('reminders', 'due', { at: now.add({ minutes: 20 }) })
      await vi.waitFor(async () => expect(await fired()).toEqual(texts))
    })

    it('fire without the engine, and with it again when it is back', async () => {
      let current = now.add({ hours: 1 })
      const clock = { now: () => current }
      const { queues, timer } = start(clock, bench.overLink)
      const first = await plan(3, current)
      await queues.wake('reminders', 'due')
      expect((await queues.health()).status).toBe('degraded')
      await sweepUntil(timer, first)

      await bench.link.mend()
      await ready(queues)
      current = current.add({ hours: 1 })
      const second = await plan(3, current)
      await queues.wake('reminders', 'back')
      await vi.waitFor(async () => expect(await fired()).toEqual(second), { timeout: 10_000 })

      await bench.link.cut()
      await vi.waitFor(async () => expect((await queues.health()).status).toBe('degraded'))
      await bench.link.mend()
      await ready(queues)
      current = current.add({ hours: 1 })
      const third = await plan(3, current)
      await queues.wake('reminders', 'back again')
      await vi.waitFor(async () => expect(await fired()).toEqual(third), { timeout: 10_000 })
      await bench.link.cut()
    })
  })

  /** Resolves after every wake-up added before has been handled: there is one handler and it takes them in turn. */
  async function settled(queues: Queues<'reminders'>): Promise<void> {
    await queues.close()
  }
})

async function startOnPostgres(database: TestDatabase): Promise<Bench> {
  const { host, port, user, password, database: name } = new Client(database.connection)
  const link = await breakableLink(
    host.startsWith('/') ? { path: `${host}/.s.PGSQL.${port}` } : { host, port },
  )
  const overLink: ClientConfig = {
    host: '127.0.0.1',
    port: link.port,
    user,
    password: password ?? '',
    database: name,
  }
  return {
    engine: postgresEngine(database.connection),
    link,
    overLink: postgresEngine(overLink),
    lose: () => sql`truncate bullmq.job cascade`.execute(database.db),
    stop: async () => {},
  }
}

async function startOnRedis(): Promise<Bench> {
  const redis = await startRedis()
  const link = await breakableLink({ path: redis.socket })
  return {
    engine: redisEngine(redis.socket),
    link,
    overLink: redisEngine(`redis://127.0.0.1:${link.port}`),
    lose: () => redis.flush(),
    stop: () => redis.stop(),
  }
}

/** Each for a person of its own; whatever was there before is gone. @returns the texts, sorted */
async function planReminders(
  { db }: TestDatabase,
  count: number,
  dueAt: Temporal.Instant,
): Promise<string[]> {
  await db.deleteFrom('conversation').execute()
  const texts = Array.from({ length: count }, (_, index) => `nhắc ${String(index).padStart(3, '0')}`)
  for (const text of texts) {
    const at = dueAt.toString()
    const { id } = await db
      .insertInto('conversation')
      .values({ channel: 'web', account: 'web', chat: text, is_group: false, created_at: at, active_at: at })
      .returning('id')
      .executeTakeFirstOrThrow()
    await db
      .insertInto('reminder')
      .values({ conversation_id: id, about: 'hẹn', text, due_at: at, status: 'planned' })
      .execute()
  }
  return texts
}

async function outboxTexts({ db }: TestDatabase): Promise<string[]> {
  const rows = await db.selectFrom('outbox').select('reply').execute()
  return rows.flatMap(({ reply }) =>
    (reply?.blocks ?? []).flatMap((block) => (block.kind === 'text' ? [block.text] : [])),
  )
}
