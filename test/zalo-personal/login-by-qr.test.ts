import rateLimit from '@fastify/rate-limit'
import fastify from 'fastify'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { keepLogin } from '../../bots/channels/zalo-personal/login/keep-login.ts'
import { loginByQr } from '../../bots/channels/zalo-personal/login/login-by-qr.ts'
import { loginRoutes } from '../../bots/channels/zalo-personal/login/login-routes.ts'
import { AppError } from '../../server/errors.ts'
import { renderNotice } from '../../server/http/operator/render-notice.ts'
import { replyWithError } from '../../server/http/reply-with-error.ts'
import { setUp, withDatabase } from './set-up.ts'

withDatabase()

async function begun(options: { codes?: number } = {}) {
  const set = await setUp({ credentials: null, emulator: { qrPollMs: 30 } })
  const codes: string[] = []
  const scanned: string[] = []
  const giveUp = new AbortController()
  const login = loginByQr({
    gateway: set.emulator.url,
    onCode: (png) => void codes.push(png),
    onScanned: (name) => void scanned.push(name),
    signal: giveUp.signal,
    ...options,
  })
  login.catch(() => {})
  await vi.waitFor(() => expect(codes).toHaveLength(1))
  return { ...set, login, codes, scanned, giveUp }
}

describe('a login by a code', () => {
  it('shows the code, tells who scanned it, and ends with what can be logged in with', async () => {
    const { emulator, zalo, login, codes, scanned, sessions, health, expectConnected } = await begun()
    await zalo.start()
    await vi.waitFor(() => expect(health.at(-1)).toEqual({ status: 'off' }))
    expect(
      Buffer.from(codes[0] ?? '', 'base64')
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG')
    emulator.qr.scan()
    await vi.waitFor(() => expect(scanned).toEqual([emulator.account.name]))
    // Asked again and again until the phone says something.
    const { polls } = emulator.qr
    await vi.waitFor(() => expect(emulator.qr.polls).toBeGreaterThan(polls + 1))
    emulator.qr.confirm()
    await keepLogin(sessions, await login, undefined)
    zalo.reconnect()
    await vi.waitFor(() => expectConnected())
    expect(zalo.state().guard.quietUntil).toBeNull()
    expect(health.at(-1)?.status).toBe('ok')
  })

  it('takes the place of one that stands, and of a credentials file as it was', async () => {
    const set = await setUp()
    const { emulator, zalo, connect, start, sessions, file, expectConnected } = set
    await start()
    const codes: string[] = []
    const login = loginByQr({
      gateway: emulator.url,
      onCode: (png) => void codes.push(png),
      onScanned: () => {},
      signal: new AbortController().signal,
    })
    await vi.waitFor(() => expect(codes).toHaveLength(1))
    emulator.qr.scan()
    emulator.qr.confirm()
    await keepLogin(sessions, await login, file)
    // The old session was thrown out by the new one.
    await vi.waitFor(() => expect(zalo.state().link.kind).toBe('other_session'))
    zalo.reconnect()
    await vi.waitFor(() => expectConnected())
    await zalo.stop()
    await start(connect())
    // Whoever changes the file means the file.
    await set.writeCredentials({ ...emulator.credentials(), userAgent: 'another browser' })
    emulator.sockets.dropHard()
    await vi.waitFor(() => expect(emulator.logins.at(-1)?.userAgent).toBe('another browser'))
  })

  it('that is declined on the phone says so', async () => {
    const { emulator, login } = await begun()
    emulator.qr.scan()
    await vi.waitFor(() => expect(emulator.qr.polls).toBeGreaterThan(1))
    emulator.qr.decline()
    await expect(login).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('shows another code when nobody scans the first, and gives up after the last', async () => {
    const { emulator, login, codes } = await begun({ codes: 2 })
    emulator.qr.expire()
    await vi.waitFor(() => expect(codes).toHaveLength(2))
    emulator.qr.expire()
    await expect(login).rejects.toMatchObject({
      code: 'gone',
      message: expect.stringContaining('nobody scanned'),
    })
    expect(codes).toHaveLength(2)
  })

  it('can be given up', async () => {
    const fetch = vi.spyOn(globalThis, 'fetch')
    onTestFinished(() => fetch.mockRestore())
    const { emulator, login, giveUp } = await begun()
    const { code } = emulator.qr
    const asked = () => fetch.mock.calls.filter(([, init]) => String(init?.body).includes(code)).length
    giveUp.abort()
    await expect(login).rejects.toMatchObject({ code: 'gone' })
    const before = asked()
    // As long as it takes to ask four times for another one.
    const other = new AbortController()
    const another = loginByQr({
      gateway: emulator.url,
      onCode: () => {},
      onScanned: () => {},
      signal: other.signal,
    })
    const { polls } = emulator.qr
    await vi.waitFor(() => expect(emulator.qr.polls).toBeGreaterThan(polls + 4))
    expect(asked()).toBe(before)
    other.abort()
    await expect(another).rejects.toMatchObject({ code: 'gone' })
  })

  it('says that Zalo is out of reach', async () => {
    const { emulator } = await setUp({ credentials: null })
    await emulator.goAway()
    const login = loginByQr({
      gateway: emulator.url,
      onCode: () => {},
      onScanned: () => {},
      signal: new AbortController().signal,
    })
    await expect(login).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('ECONNREFUSED'),
    })
    await emulator.comeBack()
  })
})

/** What a browser says of a form without fields. */
const asBrowser = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': '0' }

async function page({ keep = keepLogin } = {}) {
  const { emulator, sessions } = await setUp({ credentials: null, emulator: { qrPollMs: 30 } })
  const app = fastify()
  onTestFinished(() => app.close())
  app.setErrorHandler(replyWithError)
  await app.register(rateLimit, {
    global: false,
    timeWindow: 60_000,
    errorResponseBuilder: () => new AppError('too_many', 'rate limit of an address reached'),
  })
  const kept = vi.fn()
  const error = vi.fn()
  await app.register(
    loginRoutes({
      async logIn(events) {
        await keep(sessions, await loginByQr({ gateway: emulator.url, codes: 1, ...events }), undefined)
        kept()
      },
      async requireOperator(request) {
        if (request.headers.cookie !== 'operator') throw new AppError('unauthorised', 'no operator')
      },
      renderNotice: (notice) => renderNotice(notice, null),
      log: { error },
    }),
  )
  const ask = (method: 'GET' | 'POST', path = '', cookie = 'operator') =>
    app.inject({
      method,
      url: `/connect/zalo-login${path}`,
      headers: { cookie, ...(method === 'POST' ? asBrowser : {}) },
    })
  /** Looks less often than the page allows in a minute, however slow the machine is. */
  const shows = (text: string) =>
    vi.waitFor(async () => expect((await ask('GET')).body).toContain(text), { interval: 400 })
  return { emulator, ask, shows, kept, error }
}

describe('the page of a login', () => {
  it('leads from the button by the code to the end, refreshing itself', async () => {
    const { emulator, ask, shows, kept } = await page()
    expect((await ask('GET')).body).toContain('Hiện mã đăng nhập')
    expect(await ask('POST')).toMatchObject({ statusCode: 303, headers: { location: '/connect/zalo-login' } })
    await shows('/connect/zalo-login/qr.png')
    const shown = await ask('GET')
    expect(shown.headers).toMatchObject({ refresh: '3', 'cache-control': 'no-store' })
    expect(shown.body).not.toMatch(/<script|data:/)
    const image = await ask('GET', '/qr.png')
    expect(image.headers['content-type']).toBe('image/png')
    emulator.qr.scan()
    await shows('Xác nhận đăng nhập trên điện thoại của')
    emulator.qr.confirm()
    await shows('Đã đăng nhập Zalo')
    expect(kept).toHaveBeenCalledOnce()
    expect((await ask('GET')).headers.refresh).toBeUndefined()
    expect((await ask('GET', '/qr.png')).statusCode).toBe(404)
  })

  it('says what went wrong, and lets one try again', async () => {
    const { emulator, ask, shows } = await page()
    await ask('POST')
    await shows('qr.png')
    emulator.qr.expire()
    await shows('Chưa có ai quét mã')
    await ask('POST')
    await shows('qr.png')
    emulator.qr.scan()
    await shows('Đã quét mã')
    emulator.qr.decline()
    await shows('bị từ chối trên điện thoại')
  })

  it('tells a fault of the server from one of Zalo’s, and logs it', async () => {
    const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
    const { emulator, ask, shows, error } = await page({ keep: async () => Promise.reject(full) })
    await ask('POST')
    await shows('qr.png')
    emulator.qr.scan()
    emulator.qr.confirm()
    await shows('Máy chủ chưa lưu được đăng nhập')
    expect((await ask('GET')).body).not.toContain('Zalo không cho')
    expect(error).toHaveBeenCalledExactlyOnceWith({ err: full }, expect.any(String))
  })

  it('lets nobody press or look without end', async () => {
    const { ask } = await page()
    const refusedOf = async (times: number, method: 'GET' | 'POST', path?: string) => {
      let refused = 0
      for (let time = 0; time < times; time += 1)
        if ((await ask(method, path)).statusCode === 429) refused += 1
      return refused
    }
    expect(await refusedOf(31, 'POST')).toBe(1)
    expect(await refusedOf(61, 'GET')).toBe(1)
    expect(await refusedOf(61, 'GET', '/qr.png')).toBe(1)
  })

  it('is nobody else’s', async () => {
    const { ask } = await page()
    for (const answer of [ask('GET', '', ''), ask('POST', '', ''), ask('GET', '/qr.png', '')])
      expect((await answer).statusCode).toBe(401)
  })
})
