import { describe, expect, it, vi } from 'vitest'
import { refusals } from '../emulators/zalo-personal/faults.ts'
import { setUp, withDatabase } from './set-up.ts'

withDatabase()

// What the library does wrong, each made good by the channel. That it does so is shown beside the emulator.

describe('a defect of the library is absorbed:', () => {
  it('a retry budget that never resets: goes on after a hundred drops in a row', async () => {
    const { emulator, start, expectConnected, texts } = await setUp({
      emulator: { socket: { retries: { 1000: { times: [1], max: 1 } }, close_and_retry_codes: [1000] } },
    })
    await start()
    for (let drop = 1; drop <= 100; drop += 1) {
      emulator.sockets.dropWith(1000)
      await vi.waitFor(() => {
        expect(emulator.sockets.opened).toBe(drop + 1)
        expectConnected()
      })
    }
    emulator.person('Lan').send('vẫn nhận')
    await vi.waitFor(() => expect(texts()).toEqual(['vẫn nhận']))
  }, 120_000)

  it('1006 absent from the server’s retry list: connects again', async () => {
    const { emulator, start, expectConnected } = await setUp()
    await start()
    emulator.sockets.dropHard()
    await vi.waitFor(() => {
      expect(emulator.sockets.opened).toBe(2)
      expectConnected()
    })
  })

  it('a code in the list without an entry of retries: connects again, and nothing is thrown', async () => {
    const { emulator, start, expectConnected } = await setUp({
      emulator: { socket: { close_and_retry_codes: [1011], retries: {} } },
    })
    await start()
    emulator.sockets.dropWith(1011)
    await vi.waitFor(() => {
      expect(emulator.sockets.opened).toBe(2)
      expectConnected()
    })
  })

  it('no error listener and a refused socket: goes on until one is let in', async () => {
    const { emulator, zalo, expectConnected, pauses } = await setUp()
    emulator.sockets.refuse(3)
    await zalo.start()
    await vi.waitFor(() => expectConnected())
    expect(pauses.slice(0, 3)).toEqual([1000, 2000, 4000])
  })

  it('stop and start in one breath: the new connection keeps its key and its pings', async () => {
    const { emulator, zalo, start, texts } = await setUp({ emulator: { socket: { ping_interval: 20 } } })
    await start()
    for (let round = 2; round <= 5; round += 1) {
      zalo.reconnect()
      await vi.waitFor(() => expect(emulator.sockets.opened).toBe(round))
    }
    emulator.person('Lan').send('chào')
    await vi.waitFor(() => expect(texts()).toEqual(['chào']))
    const { length } = emulator.sockets.pings
    await vi.waitFor(() => expect(emulator.sockets.pings.length).toBeGreaterThan(length + 2))
    expect(emulator.sockets).toMatchObject({ open: 1, most: 1 })
  })

  it('a handshake that stalls: is given up, and another one tried', async () => {
    const { emulator, zalo, expectConnected, lines } = await setUp({ pace: { handshake: 1_000 } })
    emulator.sockets.stall(1)
    emulator.sockets.withholdKey(1)
    await zalo.start()
    await vi.waitFor(() => expectConnected())
    // On a machine that stalls, one that would have come to something may be given up as well.
    expect(lines.filter((line) => line.includes('handshake')).length).toBeGreaterThanOrEqual(2)
  })

  it('HTTP that hangs: is given up, and tried again', async () => {
    const { emulator, zalo, expectConnected } = await setUp({ pace: { call: 1_500 } })
    emulator.faults.add({ path: '/api/login/getLoginInfo', fault: { kind: 'hang', when: 'before' } })
    emulator.faults.add({ path: '/api/login/getServerInfo', fault: { kind: 'hang', when: 'before' } })
    await zalo.start()
    await vi.waitFor(() => expectConnected())
    expect(emulator.faults.struck.get('hang')).toBe(2)
    // One more for each that is given up; on a machine that stalls that may be one which does not hang.
    expect(emulator.counts.get('/api/login/getLoginInfo')).toBeGreaterThanOrEqual(3)
  })

  it.each(['user', 'group'] as const)(
    'one content:null in a batch (%s): the rest of it is answered all the same, once, in order',
    async (kind) => {
      const { emulator, start, texts, ignored } = await setUp()
      await start()
      const lan = emulator.person('Lan')
      const group = emulator.group('Tổ 5')
      const write = (text: string) => (kind === 'user' ? lan.send(text) : lan.sendTo(group, `/${text}`))
      const nothing = { content: null }
      emulator.delivery.hold()
      write('trước')
      if (kind === 'user') lan.sendContent(nothing)
      else lan.sendContentTo(group, nothing)
      write('sau')
      write('sau nữa')
      emulator.delivery.release({ together: true })
      await vi.waitFor(() => expect(texts()).toHaveLength(3))
      expect(texts().map((text) => text.replace('/', ''))).toEqual(['trước', 'sau', 'sau nữa'])
      await vi.waitFor(() => expect(ignored).toContain('unknown_kind'))
    },
  )

  it('a push that comes twice: is answered once', async () => {
    const { emulator, start, texts } = await setUp()
    await start()
    emulator.delivery.repeat(2)
    const lan = emulator.person('Lan')
    for (const text of ['1', '2', '3']) lan.send(text)
    // Frames are read in their order: with the last one here, both repetitions have been looked at.
    await vi.waitFor(() => expect(texts()).toContain('3'))
    expect(texts()).toEqual(['1', '2', '3'])
  })

  it('a 4 MB frame then a small one: are delivered in the order in which they came', async () => {
    const { emulator, start, texts } = await setUp()
    await start()
    const lan = emulator.person('Lan')
    lan.send('x'.repeat(4 * 1024 * 1024), { encrypt: 2 })
    lan.send('nhỏ', { encrypt: 0 })
    await vi.waitFor(() => expect(texts()).toHaveLength(2))
    expect(texts().map(({ length }) => length)).toEqual([4 * 1024 * 1024, 3])
  })

  it.each(['open', 'refused'] as const)(
    'a session that has expired, told in words only (server info %s): is known for what it is',
    async (serverInfo) => {
      const { emulator, start, health, raised, pauses } = await setUp()
      await start()
      emulator.session.expire({ serverInfo })
      emulator.sockets.dropHard()
      await vi.waitFor(() => expect(raised).toContainEqual(['zalo_personal.login', {}]))
      expect(health.at(-1)?.detail).toMatch(/Zalo refuses the login: run "npm run cli -- zalo login"/)
      expect(pauses).toContain(300_000)
    },
  )
})

describe('a session that has expired while sending', () => {
  it.each([
    ['code 102', refusals.session],
    ['code 600 and its text', refusals.noCookie],
    ['a text alone', { kind: 'error', code: 0.5, message: 'Đăng nhập thất bại' } as const],
  ])('by %s: brings a new login, and the message is tried again later', async (_name, fault) => {
    const { emulator, start, send, expectConnected } = await setUp()
    await start()
    const lan = emulator.person('Lan')
    emulator.faults.add({ path: '/api/message/sms', fault })
    expect(await send(lan.id, 'a')).toMatchObject({ ok: false, error: { kind: 'unavailable' } })
    await vi.waitFor(() => {
      expect(emulator.logins).toHaveLength(2)
      expectConnected()
    })
    expect(await send(lan.id, 'a')).toMatchObject({ ok: true })
  })
})
