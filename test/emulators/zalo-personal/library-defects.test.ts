import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, it, vi } from 'vitest'
import { type API, CloseReason, ThreadType } from 'zca-js'
import { refusals } from './faults.ts'
import { logIn, zaloThrough } from './log-in.ts'
import { hear, listen, setUp } from './set-up.ts'

// What the library does wrong and our channel has to make good. A test that fails here tells that a new version
// has mended something: then what the channel does about it may go.

const retries = (max: number) => ({ times: [1], max })

function next({ listener }: API, event: 'cipher_key' | 'closed' | 'disconnected'): Promise<unknown> {
  return new Promise((resolve) => listener.once(event, resolve))
}

/** The library in a process of its own, without an `error` listener. @returns how it ended and what it said */
async function runAlone(emulator: Awaited<ReturnType<typeof setUp>>['emulator'], onReady?: () => void) {
  const script = `
    import { Zalo } from 'zca-js'
    const polyfill = (url, init = {}) => {
      const headers = new Headers(init.headers)
      headers.set('x-original-url', String(url))
      return fetch(process.env.GATEWAY, { ...init, headers })
    }
    const zalo = new Zalo({ checkUpdate: false, logging: false, polyfill })
    const api = await zalo.login(JSON.parse(process.env.CREDENTIALS))
    api.listener.on('cipher_key', () => console.log('ready'))
    api.listener.start({ retryOnClose: true })`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    env: { ...process.env, GATEWAY: emulator.url, CREDENTIALS: JSON.stringify(emulator.credentials()) },
  })
  let said = ''
  child.stdout.on('data', () => onReady?.())
  child.stderr.on('data', (data) => {
    said += String(data)
  })
  const [code] = await once(child, 'close')
  return { code, said }
}

describe('zca-js', () => {
  it('never gives its retries back: after so many drops in a lifetime it stays away', async () => {
    const { emulator, api } = await setUp({
      socket: { close_and_retry_codes: [1000], retries: { 1000: retries(2) } },
    })
    await listen(api, { retryOnClose: true })
    for (const _ of [1, 2]) {
      const back = next(api, 'cipher_key')
      emulator.sockets.dropWith(1000)
      await back
    }
    const closed = next(api, 'closed')
    emulator.sockets.dropWith(1000)
    expect(await closed).toBe(1000)
    expect(emulator.sockets).toMatchObject({ open: 0, opened: 3 })
  })

  it('stays away after 1006, which is not on Zalo’s list of codes to retry', async () => {
    const { emulator, api } = await setUp()
    await listen(api, { retryOnClose: true })
    const closed = next(api, 'closed')
    emulator.sockets.dropHard()
    expect(await closed).toBe(CloseReason.AbnormalClosure)
    expect(emulator.sockets.opened).toBe(1)
  })

  it('brings the process down over a listed code that has no entry among the retries', async () => {
    const { emulator } = await setUp({ socket: { close_and_retry_codes: [1011], retries: {} } })
    const { code, said } = await runAlone(emulator, () => emulator.sockets.dropWith(1011))
    expect(code).not.toBe(0)
    expect(said).toContain("TypeError: Cannot read properties of undefined (reading 'count')")
  })

  it('brings the process down over a refused socket when nobody listens for errors', async () => {
    const { emulator } = await setUp()
    emulator.sockets.refuse(1)
    const { code, said } = await runAlone(emulator)
    expect(code).not.toBe(0)
    expect(said).toMatch(/Unhandled error|ERR_UNHANDLED_ERROR/)
  })

  it('loses the new socket, its key and its pings when stopped and started in one breath', async () => {
    const { emulator, api, errors } = await setUp({ oneSocketOnly: false, socket: { ping_interval: 1 } })
    const heard = hear(api)
    await listen(api)
    const pingsOf = (connection: number) =>
      emulator.sockets.pings.filter((ping) => ping.connection === connection).length
    // The old socket takes its time to close.
    emulator.sockets.freeze()
    api.listener.stop()
    await listen(api)
    await vi.waitFor(() => expect(pingsOf(2)).toBeGreaterThan(1))
    const old = next(api, 'disconnected')
    emulator.sockets.thaw()
    await old
    emulator.person('Lan').send('chào')
    await vi.waitFor(() =>
      expect(errors).toMatchObject([{ message: 'Invalid data length or missing cipher key' }]),
    )
    expect(heard).toEqual([])
    // It doesn't know that it is connected: what it is asked to send is dropped, and it can be started again.
    api.listener.requestOldMessages(ThreadType.User)
    await listen(api)
    const pings = pingsOf(2)
    await vi.waitFor(() => expect(pingsOf(3)).toBeGreaterThan(3))
    expect(pingsOf(2)).toBe(pings)
    expect(emulator.sockets.open).toBe(2)
    expect(emulator.history.requests).toEqual([])
    emulator.sockets.dropHard()
  })

  it('waits for ever for a handshake that is not answered', async () => {
    const { emulator, api, errors } = await setUp()
    const heard: string[] = []
    for (const event of ['connected', 'disconnected', 'closed'] as const) {
      api.listener.on(event, () => heard.push(event))
    }
    emulator.sockets.stall(1)
    api.listener.start()
    await vi.waitFor(() => expect(emulator.sockets.stalled).toBe(1))
    // No time limit was set on the request, so nothing will ever end it.
    const socket: { _req: { timeout?: number } } = Reflect.get(api.listener, 'ws')
    expect(socket._req).toBeDefined()
    expect(socket._req.timeout).toBeUndefined()
    expect([...heard, ...errors]).toEqual([])
  })

  it('sets no time limit on a request', async () => {
    const { emulator } = await setUp()
    const signals: unknown[] = []
    const zalo = zaloThrough(emulator)
    const { options } = zalo as unknown as { options: { polyfill: typeof fetch } }
    const { polyfill } = options
    options.polyfill = (url, init) => {
      signals.push(init?.signal)
      return polyfill(url, init)
    }
    const api = await zalo.login(emulator.credentials())
    await api.sendMessage('chào', emulator.person('Lan').id)
    expect(signals).toEqual([undefined, undefined, undefined])
  })

  it('loses the rest of a batch after a message whose content is null', async () => {
    const { emulator, api, errors } = await setUp()
    const heard = hear(api)
    await listen(api)
    const lan = emulator.person('Lan')
    emulator.delivery.hold()
    lan.send('một')
    lan.sendContent({ content: null })
    lan.send('hai')
    emulator.delivery.release({ together: true })
    await vi.waitFor(() => expect(errors).toMatchObject([{ name: 'TypeError' }]))
    lan.send('ba')
    await vi.waitFor(() => expect(heard.map(({ data }) => data.content)).toEqual(['một', 'ba']))
  })

  it('tells twice of what is pushed twice', async () => {
    const { emulator, api } = await setUp()
    const heard = hear(api)
    await listen(api)
    emulator.delivery.repeat(1)
    const id = emulator.person('Lan').send('chào')
    await vi.waitFor(() => expect(heard.map(({ data }) => data.msgId)).toEqual([id, id]))
  })

  it('tells of a small message before the large one that came first', async () => {
    const { emulator, api } = await setUp()
    const heard = hear(api)
    await listen(api)
    const lan = emulator.person('Lan')
    const large = lan.send('a'.repeat(4 * 1024 * 1024), { encrypt: 3 })
    const small = lan.send('sau', { encrypt: 0 })
    await vi.waitFor(() => expect(heard.map(({ data }) => data.msgId)).toEqual([small, large]))
  })

  it('tells of an expired session by words alone at the login', async () => {
    const { emulator } = await setUp()
    emulator.session.expire()
    await expect(logIn(emulator)).rejects.toMatchObject({ message: 'Đăng nhập thất bại', code: null })
    emulator.session.expire({ serverInfo: 'refused' })
    await expect(logIn(emulator)).rejects.toMatchObject({
      message: expect.stringContaining('zpw_sek bị thiếu'),
      code: null,
    })
  })

  it('tells nothing of why a login was refused', async () => {
    const { emulator } = await setUp()
    emulator.faults.add({ path: '/api/login/getLoginInfo', fault: refusals.banned })
    await expect(logIn(emulator)).rejects.toMatchObject({ message: 'Đăng nhập thất bại', code: null })
  })
})
