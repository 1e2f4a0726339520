import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it, vi } from 'vitest'
import { sharedLock } from '../support/channel-locks.ts'
import { setUp, withDatabase } from './set-up.ts'

withDatabase()

describe('a connection that ends', () => {
  it.each([1000, 1001, 1006, 1011, 4321])('by %i is made anew, with a login of its own', async (code) => {
    const { emulator, start, expectConnected, texts, raised } = await setUp()
    await start()
    emulator.sockets.dropWith(code)
    await vi.waitFor(() => {
      expect(emulator.sockets.opened).toBe(2)
      expectConnected()
    })
    expect(emulator.logins).toHaveLength(2)
    expect(raised).toEqual([])
    emulator.person('Lan').send('lại được')
    await vi.waitFor(() => expect(texts()).toEqual(['lại được']))
  })

  it.each([
    ['the frame and 3000', (sockets: Sockets) => sockets.kick()],
    [
      'the frame, and then a cut',
      (sockets: Sockets) => {
        sockets.send({ cmd: 3000, data: {}, encrypt: 0 })
        sockets.dropHard()
      },
    ],
    ['the code 3000 alone', (sockets: Sockets) => void sockets.dropWith(3000)],
    ['the code 3003', (sockets: Sockets) => void sockets.dropWith(3003)],
  ])('by %s is not fought for: nothing happens until an operator says so', async (_name, end) => {
    const { emulator, zalo, start, expectConnected, health, raised, cleared, pauses } = await setUp()
    await start()
    end(emulator.sockets)
    await vi.waitFor(() => expect(raised).toEqual([['zalo_personal.other_session', {}]]))
    expect(zalo.state().link).toEqual({ kind: 'other_session' })
    expect(health.at(-1)).toMatchObject({
      status: 'degraded',
      detail: expect.stringContaining('channels resume zalo-personal'),
    })
    zalo.resume()
    await vi.waitFor(() => expectConnected())
    // No try came before, and none was waited for.
    expect(pauses).toEqual([])
    expect(emulator.logins).toHaveLength(2)
    expect(emulator.sockets.attempts).toHaveLength(2)
    expect(cleared).toContain('zalo_personal.other_session')
    expect(health.at(-1)).toMatchObject({ status: 'ok' })
  })

  it('without a word (frozen) is noticed, and made anew', async () => {
    const { emulator, start, texts } = await setUp({ pace: { quiet: 60 } })
    await start()
    const { opened } = emulator.sockets
    emulator.sockets.freeze()
    // On a machine that stalls, one that is not frozen may be taken for dead as well.
    await vi.waitFor(() => expect(emulator.sockets.opened).toBeGreaterThan(opened))
    emulator.person('Lan').send('lại được')
    await vi.waitFor(() => expect(texts()).toEqual(['lại được']))
  })

  it('is not taken for dead while it is merely quiet', async () => {
    const { emulator, start } = await setUp({ pace: { quiet: 40, probe: 20_000 } })
    await start()
    await vi.waitFor(() => expect(emulator.counts.get('/keepalive')).toBeGreaterThan(2))
    expect(emulator.sockets.opened).toBe(1)
  })

  it('is waited for longer each time, up to five minutes, and never twice within 50 ms', async () => {
    const { emulator, zalo, pauses } = await setUp()
    emulator.sockets.refuse(12)
    await zalo.start()
    await vi.waitFor(() => expect(emulator.sockets.open).toBe(1))
    const seconds = pauses.map((ms) => ms / 1000)
    expect(seconds).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300])
    const gaps = emulator.sockets.attempts
      .slice(1)
      .map(({ at }, i) => at - (emulator.sockets.attempts[i]?.at ?? 0))
      .sort((a, b) => a - b)
    // Half of them: one that arrives late on a busy machine stands nearer to its follower than the two were sent,
    // which the spacer's own test shows.
    expect(gaps[Math.floor(gaps.length / 2)]).toBeGreaterThanOrEqual(45)
  })

  it('is made anew at once after it has stood for a while, whatever came before', async () => {
    const { emulator, start, pauses } = await setUp({ pace: { held: 0 } })
    await start()
    for (const opened of [2, 3, 4, 5]) {
      emulator.sockets.dropHard()
      await vi.waitFor(() => expect(emulator.sockets).toMatchObject({ opened, open: 1 }))
    }
    expect(new Set(pauses)).toEqual(new Set([1000]))
  })

  it('is back within five seconds, waits left aside', async () => {
    const { emulator, start, expectConnected } = await setUp()
    await start()
    const since = performance.now()
    emulator.sockets.dropHard()
    await vi.waitFor(() => {
      expect(emulator.sockets.opened).toBe(2)
      expectConnected()
    })
    expect(performance.now() - since).toBeLessThan(5_000)
  })
})

type Sockets = Awaited<ReturnType<typeof setUp>>['emulator']['sockets']

/** A stop that is held up takes until the next deadline: half a minute and more. */
const atOnceMs = 10_000

describe('Zalo out of reach', () => {
  it('is said in health, and taken back when it answers again', async () => {
    const { emulator, start, expectConnected, health } = await setUp()
    await start()
    await emulator.goAway()
    await vi.waitFor(() => expect(health.at(-1)?.detail).toMatch(/^not connected to Zalo \(ECONNREFUSED\)/))
    await emulator.comeBack()
    await vi.waitFor(() => expectConnected())
    expect(health.at(-1)).toMatchObject({ status: 'ok' })
  })

  it.each([
    { kind: 'status', status: 502 },
    { kind: 'junk', when: 'before' },
    { kind: 'reset', when: 'before' },
  ] as const)('by %j at the login is got over', async (fault) => {
    const { emulator, start } = await setUp()
    emulator.faults.add({ path: '/api/login/getServerInfo', fault })
    await start()
    expect(emulator.sockets.open).toBe(1)
  })

  it('goes on to the next address when one of those a login tells is out of order', async () => {
    const { emulator, start } = await setUp({ emulator: { websockets: 3 } })
    emulator.sockets.refuse(1)
    await start()
    expect(emulator.sockets.attempts.map(({ path }) => path.split('?', 1)[0])).toEqual(['/ws/1', '/ws/2'])
  })

  it('does not hold up a stop by a handshake that stalls', async () => {
    const { emulator, zalo } = await setUp()
    emulator.sockets.stall(1)
    await zalo.start()
    await vi.waitFor(() => expect(emulator.sockets.attempts).toHaveLength(1))
    const since = performance.now()
    await zalo.stop()
    expect(performance.now() - since).toBeLessThan(atOnceMs)
  })

  it('does not hold up a stop, whenever that comes', async () => {
    const { connect } = await setUp()
    for (let after = 0; after < 60; after += 4) {
      const zalo = connect()
      await zalo.start()
      await new Promise((resolve) => setTimeout(resolve, after))
      const since = performance.now()
      await zalo.stop()
      expect(performance.now() - since).toBeLessThan(atOnceMs)
    }
  })

  it('does not hold up a stop by not closing its side', async () => {
    const { emulator, zalo, start } = await setUp({ pace: { probe: 60_000 } })
    await start()
    emulator.sockets.freeze()
    const since = performance.now()
    await zalo.stop()
    expect(performance.now() - since).toBeLessThan(atOnceMs)
  })

  it('does not hold up a stop', async () => {
    const { emulator, zalo } = await setUp({ pace: { call: 60_000 } })
    emulator.faults.add({ path: '/api/login/getLoginInfo', fault: { kind: 'hang', when: 'before' } })
    await zalo.start()
    await vi.waitFor(() => expect(emulator.counts.get('/api/login/getLoginInfo')).toBe(1))
    const since = performance.now()
    await zalo.stop()
    expect(performance.now() - since).toBeLessThan(atOnceMs)
  })
})

describe('several processes', () => {
  it('connect one at a time, by the lock, and the next takes over when it is lost', async () => {
    const { lock, holders } = sharedLock()
    const { emulator, zalo, connect, start, texts } = await setUp({ lock })
    await start()
    const second = connect()
    await second.start()
    emulator.person('Lan').send('1')
    await vi.waitFor(() => expect(texts()).toEqual(['1']))
    holders[0]?.abort()
    await vi.waitFor(() => expect(second.state().link.kind).toBe('connected'))
    expect(zalo.state().link.kind).toBe('standby')
    emulator.person('Lan').send('2')
    await vi.waitFor(() => expect(texts()).toEqual(['1', '2']))
    expect(emulator.sockets.most).toBe(1)
  })
})

describe('five hundred connections', () => {
  it('leave nothing behind', async () => {
    const { emulator, zalo, start, expectConnected, lines, pauses, health, cleared } = await setUp({
      pace: { apart: 0, held: 0, call: 1_000 },
    })
    await start()
    setFlagsFromString('--expose-gc')
    const collect = runInNewContext('gc') as () => void
    const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length
    async function drops(times: number): Promise<{ heap: number; timers: number }> {
      for (let drop = 0; drop < times; drop += 1) {
        const { opened } = emulator.sockets
        emulator.sockets.dropHard()
        await vi.waitFor(
          () => {
            expect(emulator.sockets.opened).toBe(opened + 1)
            expectConnected(zalo)
          },
          { interval: 2 },
        )
      }
      // What the emulator and this test have written down is not the channel's.
      const { logins, calls, sockets, history } = emulator
      for (const notes of [
        logins,
        calls,
        sockets.attempts,
        sockets.pings,
        history.requests,
        lines,
        pauses,
        health,
        cleared,
      ])
        (notes as unknown[]).length = 0
      // The last calls' deadlines.
      await new Promise((resolve) => setTimeout(resolve, 1_200))
      collect()
      return { heap: process.memoryUsage().heapUsed, timers: timers() }
    }
    const before = await drops(100)
    const after = await drops(400)
    expect(after.timers).toBeLessThanOrEqual(before.timers + 20)
    expect(after.heap).toBeLessThan(before.heap * 1.1)
    expect(emulator.sockets).toMatchObject({ open: 1, most: 1 })
  }, 120_000)
})
