import { Temporal } from 'temporal-polyfill'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { createLog } from '../server/log.ts'
import { createTestDatabase, type TestDatabase } from '../test/support/database.ts'
import { startSweeps } from './sweeps.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterEach(async () => {
  await database.db.deleteFrom('setting').execute()
})
afterAll(() => database.drop())

const log = createLog('silent')

/** A clock and a timer in the test's hand. */
function hands(start: string) {
  const state = { now: Temporal.Instant.from(start), tick: () => {}, stopped: false }
  return {
    state,
    clock: { now: () => state.now },
    every: (_milliseconds: number, run: () => void) => {
      state.tick = run
      return {
        stop: () => {
          state.stopped = true
        },
      }
    },
  }
}

describe('startSweeps', () => {
  it('sweeps at the start and at each tick, and goes on after a failure', async () => {
    const { state, clock, every } = hands('2026-11-23T09:00:00+07:00')
    const calls: string[] = []
    const sweeps = startSweeps({
      db: database.db,
      clock,
      every,
      log,
      tasks: {
        bad: async () => {
          calls.push('bad')
          throw new Error('always')
        },
        good: async () => calls.push('good'),
      },
      forgetOld: async () => calls.push('forget'),
    })
    await vi.waitFor(() => expect(calls).toEqual(['bad', 'good', 'forget']))
    await vi.waitFor(() => {
      state.tick()
      expect(calls.slice(3, 5)).toEqual(['bad', 'good'])
    })
    await sweeps.stop()
    expect(state.stopped).toBe(true)
  })

  it('waits for the sweep under way when stopped, and never runs two at once', async () => {
    const { state, clock, every } = hands('2026-11-23T09:00:00+07:00')
    const leave = Promise.withResolvers<void>()
    const calls: string[] = []
    const task = async () => {
      calls.push('begun')
      await leave.promise
      calls.push('done')
    }
    const sweeps = startSweeps({
      db: database.db,
      clock,
      every,
      log,
      tasks: { task },
      forgetOld: async () => {},
    })
    state.tick()
    const stopped = sweeps.stop().then(() => calls.push('stopped'))
    leave.resolve()
    await stopped
    expect(calls).toEqual(['begun', 'done', 'stopped'])
  })

  it('forgets once a day of Hanoi, in one of many processes', async () => {
    const { state, clock, every } = hands('2026-11-23T23:59:00+07:00')
    const calls: string[] = []
    const forgetOld = async () => calls.push(state.now.toString())
    const swept = async () => {
      const all = Array.from({ length: 4 }, () =>
        startSweeps({ db: database.db, clock, every, log, tasks: {}, forgetOld }),
      )
      await Promise.all(all.map((sweeps) => sweeps.stop()))
    }
    await swept()
    await swept()
    expect(calls).toHaveLength(1)
    state.now = Temporal.Instant.from('2026-11-24T00:01:00+07:00')
    await swept()
    await swept()
    expect(calls).toHaveLength(2)
  })

  it('forgets again when it failed', async () => {
    const { clock, every } = hands('2026-11-23T09:00:00+07:00')
    const calls: string[] = []
    const forgetOld = async () => {
      calls.push('forget')
      if (calls.length === 1) throw new Error('database gone')
    }
    for (const _ of [1, 2, 3]) {
      await startSweeps({ db: database.db, clock, every, log, tasks: {}, forgetOld }).stop()
    }
    expect(calls).toEqual(['forget', 'forget'])
  })
})
