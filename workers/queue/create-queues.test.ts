import { Temporal } from 'temporal-polyfill'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createQueues } from './create-queues.ts'
import type { QueueEngine } from './engine.ts'

const clock = { now: () => Temporal.Instant.from('2026-11-23T03:00:00Z') }
const never = new Promise<never>(() => {})

/** An engine that can be connected to and then says nothing any more. */
function silentEngine() {
  let sessions = 0
  const engine: QueueEngine = {
    async connect() {
      sessions += 1
      return {
        openQueue: () => ({
          add: () => never,
          waitUntilReady: async () => {},
          getJobCounts: () => never,
          getJobs: () => never,
          close: () => never,
        }),
        openWorker: () => ({ close: () => never }),
        ping: () => never,
        close: () => never,
      }
    },
  }
  return { engine, sessions: () => sessions }
}

describe('createQueues on an engine that fell silent', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('lets go of a wake-up, says so, and connects anew', async () => {
    const { engine, sessions } = silentEngine()
    const log = { info: vi.fn(), warn: vi.fn() }
    const queues = createQueues({ engine, names: ['a'], clock, log })
    await vi.waitFor(() => expect(log.info).toHaveBeenCalledWith('the queue engine is connected'))
    const woken = queues.wake('a', 'key')
    await vi.advanceTimersByTimeAsync(10_000)
    await woken
    expect(sessions()).toBe(2)
    const health = queues.health()
    await vi.advanceTimersByTimeAsync(5_000)
    expect(await health).toEqual({
      status: 'degraded',
      detail: 'no answer in 5000 ms; due work is done by the sweep',
    })
  })

  it('says that it cannot be looked at', async () => {
    const { engine } = silentEngine()
    const log = { info: vi.fn(), warn: vi.fn() }
    const queues = createQueues({ engine, names: ['a'], clock, log })
    expect(await queues.look()).toBeNull()
    await vi.waitFor(() => expect(log.info).toHaveBeenCalledWith('the queue engine is connected'))
    const looked = queues.look()
    await vi.advanceTimersByTimeAsync(10_000)
    expect(await looked).toBeNull()
  })

  it('can be closed', async () => {
    const { engine } = silentEngine()
    const log = { info: vi.fn(), warn: vi.fn() }
    const queues = createQueues({ engine, names: ['a'], clock, log })
    queues.process('a', async () => {}, { concurrency: 1 })
    await vi.waitFor(() => expect(log.info).toHaveBeenCalledWith('the queue engine is connected'))
    const closed = queues.close()
    await vi.advanceTimersByTimeAsync(30_000)
    await expect(closed).resolves.toBeUndefined()
  })
})
