import { setTimeout as pause } from 'node:timers/promises'
import type { JobsOptions } from 'bullmq'
import type { Temporal } from 'temporal-polyfill'
import type { Clock } from '../../server/clock.ts'
import type { PartState } from '../../server/health.ts'
import { inTime } from '../../server/in-time.ts'
import type { Log } from '../../server/log.ts'
import type { EngineSession, JobQueue, JobWorker, QueueEngine } from './engine.ts'
import { lookAtQueue, type QueueLook } from './look-at-queue.ts'

/**
 * Wake-ups and nothing more: what is to be done, and when, stands in the rows of our own tables, and a sweep
 * finds it there too. So a wake-up may be lost, come twice, or come at the wrong time, and does no harm.
 */
export interface Queues<Name extends string> {
  /**
   * Calls the processor of `name`, now or at an instant by the injected clock, in whichever process is free.
   * The same key for the same instant is one wake-up, also after it has been; one without an instant may come
   * again once it has been. Never throws: while the engine is down a wake-up is left to the sweep.
   */
  wake(name: Name, key: string, options?: { at?: Temporal.Instant }): Promise<void>
  /** Says who handles the wake-ups of `name` in this process. A handler that throws is called again, later. */
  process(name: Name, handler: (key: string) => Promise<void>, options: { concurrency: number }): void
  /** How every queue is, for an operator; null while the engine is away. */
  look(): Promise<QueueLook[] | null>
  /** How the engine is now; `degraded` when it is away, since the sweep still does the work. */
  health(): Promise<PartState>
  /** Takes in no more, and waits for the handlers under way. */
  close(): Promise<void>
}

interface Processor {
  handler: (key: string) => Promise<void>
  concurrency: number
}

interface Live {
  /** Tells this session's errors from those of an earlier one that is still being closed. */
  id: symbol
  session: EngineSession
  queues: Map<string, JobQueue>
  workers: JobWorker[]
}

/** For one exchange with the engine. */
const patienceMs = 5000

/** How long a wake-up that has been is remembered. An age and never a count: that deadlocks on PostgreSQL. */
const kept = { age: 3600 }

/** The queues of this process on one engine. It is reached for at once and, when away, again and again. */
export function createQueues<Name extends string>(options: {
  engine: QueueEngine
  names: readonly Name[]
  clock: Clock
  log: Pick<Log, 'info' | 'warn'>
  /** The pause before the engine is tried again and the first one before a failed handler is. */
  retryMs?: number
}): Queues<Name> {
  const { engine, names, clock, log, retryMs = 2000 } = options
  const stop = new AbortController()
  const processors = new Map<Name, Processor>()
  const underWay = new Set<Promise<void>>()
  let live: Live | null = null
  let checking = false
  let detail = 'connecting'
  let connecting = connect()

  async function connect(): Promise<void> {
    while (!stop.signal.aborted) {
      try {
        await open()
        log.info('the queue engine is connected')
        return
      } catch (error) {
        if (detail !== describe(error)) log.warn({ err: error }, 'the queue engine is away')
        detail = describe(error)
      }
      await pause(retryMs, undefined, { signal: stop.signal }).catch(() => {})
    }
  }

  async function open(): Promise<void> {
    const id = Symbol('session')
    const session = await engine.connect(names.length, (error) => void trouble(id, error))
    const opened: Live = { id, session, queues: new Map(), workers: [] }
    try {
      for (const name of names) opened.queues.set(name, session.openQueue(name))
      await Promise.all([...opened.queues.values()].map((queue) => queue.waitUntilReady()))
      for (const [name, processor] of processors) attach(opened, name, processor)
      live = opened
    } catch (error) {
      await discard(opened)
      throw error
    }
  }

  function attach(to: Live, name: Name, processor: Processor): void {
    const worker = to.session.openWorker(name, (job) => run(processor, job.data.key), {
      concurrency: processor.concurrency,
      runRetryDelay: retryMs,
      stalledInterval: 60_000,
    })
    to.workers.push(worker)
  }

  async function run(processor: Processor, key: string): Promise<void> {
    const done = processor.handler(key)
    underWay.add(done)
    try {
      await done
    } catch (error) {
      log.warn({ err: error, key }, 'a wake-up failed and will come again')
      throw error
    } finally {
      underWay.delete(done)
    }
  }

  /** Errors of a session that still answers are only told; one that doesn't is replaced. */
  async function trouble(id: symbol, error: unknown): Promise<void> {
    const suspect = live
    if (suspect?.id !== id || checking) return
    checking = true
    if (await answers(suspect)) log.warn({ err: error }, 'the queue engine reported an error')
    checking = false
  }

  /** Whether the session can be used; if not, it is given up and a new one is made. */
  async function answers(asked: Live): Promise<boolean> {
    try {
      await inTime(asked.session.ping(), patienceMs)
      return true
    } catch (error) {
      if (live !== asked) return false
      live = null
      detail = describe(error)
      log.warn({ err: error }, 'the queue engine is away')
      void discard(asked)
      connecting = connect()
      return false
    }
  }

  function settings(key: string, at: Temporal.Instant | undefined): JobsOptions {
    const wait = at ? at.epochMilliseconds - clock.now().epochMilliseconds : 0
    return {
      jobId: jobId(key, at),
      delay: Math.max(0, wait),
      attempts: 5,
      backoff: { type: 'exponential', delay: retryMs },
      removeOnComplete: at ? kept : true,
      removeOnFail: at ? kept : true,
    }
  }

  return {
    async wake(name, key, { at } = {}) {
      const used = live
      const queue = used?.queues.get(name)
      if (!used || !queue) return
      try {
        await inTime(queue.add(name, { key }, settings(key, at)), patienceMs)
      } catch (error) {
        await trouble(used.id, error)
      }
    },
    process(name, handler, { concurrency }) {
      const processor = { handler, concurrency }
      processors.set(name, processor)
      if (live) attach(live, name, processor)
    },
    async look() {
      const used = live
      if (!used) return null
      try {
        const looks = [...used.queues].map(([name, queue]) => lookAtQueue(name, queue))
        return await inTime(Promise.all(looks), patienceMs)
      } catch (error) {
        await trouble(used.id, error)
        return null
      }
    },
    async health() {
      if (live && (await answers(live))) return { status: 'ok' }
      return { status: 'degraded', detail: `${detail}; due work is done by the sweep` }
    },
    async close() {
      stop.abort()
      await connecting
      const last = live
      live = null
      if (last) await discard(last)
      await Promise.allSettled(underWay)
    },
  }
}

/** Workers first: they wait for their handlers, and then write down how the jobs ended. None may wait for ever. */
async function discard({ workers, queues, session }: Live): Promise<void> {
  for (const parts of [workers, [...queues.values()], [session]]) {
    await Promise.allSettled(parts.map((part) => inTime(part.close(), 2 * patienceMs)))
  }
}

/** BullMQ refuses ids with a colon and ids that are numbers. */
function jobId(key: string, at: Temporal.Instant | undefined): string {
  return `w-${encodeURIComponent(key)}${at ? `@${at.epochMilliseconds}` : ''}`
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message.split('\n', 1).join() || error.name : 'unknown error'
}
