import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Sql } from '../../../server/database/sql.ts'
import { createRateLimiter } from '../../../test/emulators/rate-limiter.ts'
import { createTestDatabase } from '../../../test/support/database.ts'
import type { Pace, Permit } from '../pace.ts'
import { createPace } from './create-pace.ts'
import { usualTiming } from './timing.ts'

const database = await createTestDatabase()
const { pool } = database
afterAll(() => database.drop())

const messages = 10
const windowMs = 100
const facts = { pace: { telegram: { messages, ms: windowMs } } } as never
const of = { channel: 'telegram', account: 'bot' } as const

const paces: Pace[] = []
beforeEach(() => pool.query('truncate channel_pace, channel_slot, channel_share'))
afterEach(async () => {
  await Promise.all(paces.splice(0).map((pace) => pace.stop()))
})

/** What a process of its own would have. */
function newPace(sql: Sql = pool, log = vi.fn()): Pace {
  const timing = { ...usualTiming, lease: 2500, arrival: 1500, beat: 30, quietBeat: 60, idle: 300 }
  const pace = createPace({ pool: sql, log: { warn: log }, facts: () => facts, timing })
  paces.push(pace)
  return pace
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** The same database for a process that can be cut off from it. */
function cuttable() {
  const link = { isCut: false }
  const sql: Sql = {
    query: (statement) =>
      link.isCut
        ? Promise.reject(Object.assign(new Error('cut off'), { code: 'ECONNREFUSED' }))
        : pool.query(statement),
  }
  return { link, sql }
}

/** What can be had while none is given back. */
async function takeAll(pace: Pace): Promise<Permit[]> {
  const had: Permit[] = []
  for (let vain = 0; vain < 5; ) {
    const { permits, againMs } = await pace.take(of, messages)
    had.push(...permits)
    vain = permits.length === 0 ? vain + 1 : 0
    await wait(Math.min(againMs, windowMs))
  }
  return had
}

/** Has all of them, however long that takes. */
async function takeAllIn(pace: Pace): Promise<Permit[]> {
  const had: Permit[] = []
  await vi.waitFor(async () => {
    had.push(...(await pace.take(of, messages)).permits)
    expect(had).toHaveLength(messages)
  })
  return had
}

const giveAll = (pace: Pace, permits: readonly Permit[]) => {
  for (const permit of permits) pace.give(permit, 'used')
}

interface Sender {
  calls: number
  isDead: boolean
  ended: Promise<void>
}

/** A process that calls as often as it may, until the work is done or it dies. */
function startSender(pace: Pace, work: { left: number }, call: () => void): Sender {
  const sender: Sender = { calls: 0, isDead: false, ended: Promise.resolve() }
  async function send(permit: Permit): Promise<void> {
    await wait(permit.inMs)
    if (sender.isDead) return
    sender.calls++
    call()
    await wait(Math.random() * 20)
    pace.give(permit, 'used')
  }
  async function run(): Promise<void> {
    const underWay: Promise<void>[] = []
    while (work.left > 0 && !sender.isDead) {
      const { permits, againMs } = await pace.take(of, Math.min(work.left, 32))
      work.left -= permits.length
      underWay.push(...permits.map(send))
      await wait(againMs)
    }
    await Promise.all(underWay)
  }
  sender.ended = run()
  return sender
}

describe('the pace of a channel', () => {
  it('is kept in every window by processes together, also when one of them dies', async () => {
    const servers = (['sliding', 'bucket'] as const).map((by) =>
      createRateLimiter({ by, messages, ms: windowMs }),
    )
    const call = () => {
      for (const server of servers) server.take()
    }
    const work = { left: 300 }
    const { link, sql } = cuttable()
    const survivor = newPace()
    const dying = startSender(newPace(sql), work, call)
    const surviving = startSender(survivor, work, call)
    await vi.waitFor(() => expect(dying.calls + surviving.calls).toBeGreaterThan(100))
    const shares = [dying.calls, surviving.calls]
    link.isCut = true
    dying.isDead = true
    await surviving.ended
    expect(servers.map(({ seen }) => seen.refused)).toEqual([0, 0])
    for (const share of shares) expect(share).toBeGreaterThan(30)
    giveAll(survivor, await takeAllIn(survivor))
  })

  it('counts a call from its end', async () => {
    const pace = newPace()
    const permits = await takeAll(pace)
    expect(permits).toHaveLength(messages)
    const [first, ...others] = permits
    if (first) pace.give(first, 'used')
    const endedAt = performance.now()
    const [next] = await takeAll(pace)
    expect(performance.now() + (next?.inMs ?? 0) - endedAt).toBeGreaterThanOrEqual(windowMs)
    giveAll(pace, others)
  })

  it('spares what was not used', async () => {
    const pace = newPace()
    const permits = await takeAll(pace)
    for (const permit of permits) pace.give(permit, 'unused')
    const again = await pace.take(of, 1)
    expect(again.permits).toHaveLength(1)
    pace.give(again.permits[0] as Permit, 'unused')
  })

  it('is free for others when a process stops, or has nothing more to send', async () => {
    const [one, other, third] = [newPace(), newPace(), newPace()]
    giveAll(one, await takeAll(one))
    giveAll(other, await takeAllIn(other))
    await other.stop()
    giveAll(third, await takeAllIn(third))
  })

  it('is not bound to what is read', async () => {
    const { permits } = await newPace().take({ channel: 'web', account: 'w' }, 500)
    expect(permits).toHaveLength(500)
  })
})

describe('replies', () => {
  it('never wait, and have room kept for them that bulk leaves free', async () => {
    const server = createRateLimiter({ by: 'sliding', messages, ms: windowMs })
    const [bots, workers] = [newPace(), newPace()]
    const work = { left: 1000 }
    /** Three at once, and none before the last three are out of every window. */
    const refused: number[] = []
    const reply = async () => {
      bots.debit(of, 3)
      refused.push(...[server.take(), server.take(), server.take()].filter((waitMs) => waitMs > 0))
      await wait(windowMs * 1.2)
    }
    await reply()
    await vi.waitFor(async () => {
      const { rows } = await pool.query('select replies from channel_share')
      expect(rows).toEqual([{ replies: 3 }])
    })
    const sender = startSender(workers, work, server.take)
    for (let n = 0; n < 10; n++) await reply()
    work.left = 0
    await sender.ended
    expect(refused).toEqual([])
    expect(server.seen.refused).toBe(0)
    expect(sender.calls).toBeGreaterThan(20)
  })

  it('take at most four fifths from bulk, and nothing when there were none', async () => {
    const pace = newPace()
    const all = await takeAll(pace)
    expect(all).toHaveLength(messages)
    giveAll(pace, all)
    pace.debit(of, 5 * messages)
    await vi.waitFor(async () => {
      const permits = await takeAll(pace)
      giveAll(pace, permits)
      expect(permits).toHaveLength(messages / 5)
    })
  })
})

describe('a refusal', () => {
  const paceRow = async () =>
    (await pool.query<{ window_ms: number }>('select window_ms from channel_pace')).rows[0]?.window_ms

  it('stops bulk everywhere for as long as the channel says, and makes the window longer once', async () => {
    const [one, other] = [newPace(), newPace()]
    giveAll(other, await takeAll(other))
    giveAll(one, (await one.take(of, 1)).permits)
    await Promise.all([one.refused(of, 1200), one.refused(of, 1200), one.refused(of, 1200)])
    const refusedAt = performance.now()
    expect(await paceRow()).toBeCloseTo(windowMs / 0.7)
    await vi.waitFor(async () => expect((await other.take(of, 1)).againMs).toBeGreaterThan(windowMs))
    for (const pace of [one, other]) expect((await pace.take(of, 5)).permits).toEqual([])
    for (const pace of [one, other]) {
      const [first] = await vi.waitFor(async () => {
        const { permits } = await pace.take(of, 1)
        expect(permits).toHaveLength(1)
        return permits
      })
      expect(performance.now() + (first?.inMs ?? 0) - refusedAt).toBeGreaterThan(1100)
      giveAll(pace, first ? [first] : [])
    }
  })

  it('is forgotten step by step, down to what the channel states', async () => {
    await pool.query(
      `insert into channel_pace (channel, account, window_ms, eased_at)
       values ('telegram', 'bot', $1, clock_timestamp() - interval '61 s')`,
      [windowMs * 2],
    )
    const pace = newPace()
    await pace.take(of, 1)
    expect(await paceRow()).toBeCloseTo(windowMs * 2 * 0.9 * 0.9)
    await pool.query(`update channel_pace set eased_at = eased_at - interval '10 minutes'`)
    await vi.waitFor(async () => expect(await paceRow()).toBe(windowMs))
  })
})

describe('while the database is away', () => {
  it('nothing may go out, nobody is thrown at, and it goes on afterwards', async () => {
    const { link, sql } = cuttable()
    const warn = vi.fn()
    const pace = newPace(sql, warn)
    link.isCut = true
    expect((await pace.take(of, 1)).permits).toEqual([])
    await pace.refused(of, 10)
    pace.debit(of, 1)
    expect(warn).toHaveBeenCalled()
    link.isCut = false
    giveAll(pace, await takeAllIn(pace))
    link.isCut = true
    await vi.waitFor(async () => expect((await pace.take(of, 1)).permits).toEqual([]))
    await pace.stop()
  })
})
