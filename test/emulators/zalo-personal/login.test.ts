import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { LoginQRCallbackEventType } from 'zca-js'
import { logIn, zaloThrough } from './log-in.ts'
import { listen, setUp } from './set-up.ts'
import { startZaloPersonalEmulator } from './zalo-personal-emulator.ts'

const wpa = 'https://wpa.chat.zalo.me/api/login'

async function start(options: Parameters<typeof startZaloPersonalEmulator>[0] = {}) {
  const emulator = await startZaloPersonalEmulator(options)
  onTestFinished(emulator.close)
  return emulator
}

describe('a login by cookie', () => {
  it('is put down, and every call goes to a place known here', async () => {
    const { emulator, api } = await setUp()
    const { imei, userAgent } = emulator.credentials()
    expect(emulator.logins).toMatchObject([{ imei, userAgent, cookie: emulator.session.cookie }])
    expect(api.getOwnId()).toBe(emulator.account.uid)
    expect(emulator.strays).toEqual([])
    expect(emulator.unaddressed).toBe(0)
  })

  it('is refused with a cookie that is not the account’s', async () => {
    const emulator = await start()
    const credentials = emulator.credentials()
    for (const cookie of credentials.cookie) cookie.value = 'another'
    await expect(logIn(emulator, { credentials })).rejects.toThrow('Đăng nhập thất bại')
  })

  it.each(['getLoginInfo', 'getServerInfo'])('wants the signature of %s', async (call) => {
    const { emulator } = await setUp()
    const forged = `${wpa}/${call}?imei=1&type=30&client_version=685&computer_name=Web&signkey=0`
    const response = await fetch(emulator.url, { headers: { 'x-original-url': forged } })
    expect(await response.json()).toMatchObject({ error_code: call === 'getLoginInfo' ? 112 : 113 })
  })

  it('counts requests that do not say where they were to go', async () => {
    const emulator = await start()
    expect((await fetch(emulator.url)).status).toBe(400)
    const headers = { 'x-original-url': 'https://tt-chat-wpa.chat.zalo.me/api/other' }
    expect((await fetch(emulator.url, { headers })).status).toBe(404)
    expect(emulator.unaddressed).toBe(1)
    expect(emulator.strays).toEqual(['GET https://tt-chat-wpa.chat.zalo.me/api/other'])
  })

  it('outlives a change of its cookie, but only with the new one', async () => {
    const { emulator, api } = await setUp()
    const old = emulator.credentials()
    emulator.session.rotate()
    await logIn(emulator, { credentials: old })
    await api.keepAlive()
    const kept = api
      .getCookie()
      .toJSON()
      ?.cookies.find(({ key }) => key === 'zpw_sek')
    expect(kept?.value).toBe(emulator.session.cookie)
    await api.keepAlive()
    await expect(logIn(emulator, { credentials: old })).rejects.toThrow('Đăng nhập thất bại')
  })
})

describe('a login by QR', () => {
  function begin(emulator: Awaited<ReturnType<typeof start>>) {
    const events: LoginQRCallbackEventType[] = []
    const api = zaloThrough(emulator).loginQR({}, ({ type }) => events.push(type))
    api.catch(() => {})
    return { api, events }
  }

  it('is scanned, confirmed, and ends with cookies that work again', async () => {
    const emulator = await start({ qrPollMs: 5 })
    const credentials: unknown[] = []
    const login = zaloThrough(emulator).loginQR({}, (event) => {
      if (event.type === LoginQRCallbackEventType.GotLoginInfo) credentials.push(event.data)
    })
    await vi.waitFor(() => expect(emulator.qr.polls).toBeGreaterThan(2))
    emulator.qr.scan()
    const polls = emulator.qr.polls
    await vi.waitFor(() => expect(emulator.qr.polls).toBeGreaterThan(polls + 2))
    emulator.qr.confirm()
    const api = await login
    expect(api.getOwnId()).toBe(emulator.account.uid)
    await logIn(emulator, { credentials: credentials[0] as ReturnType<typeof emulator.credentials> })
    expect(emulator.logins).toHaveLength(2)
    expect(emulator.strays).toEqual([])
  })

  it('throws out whoever was in before', async () => {
    const { emulator, api } = await setUp()
    await listen(api)
    const closed = new Promise((resolve) => api.listener.once('closed', resolve))
    const login = begin(emulator)
    await vi.waitFor(() => expect(emulator.qr.polls).toBe(1))
    emulator.qr.scan()
    emulator.qr.confirm()
    expect(await closed).toBe(3003)
    await login.api
    await expect(api.sendTypingEvent(emulator.person('Lan').id)).rejects.toMatchObject({ code: 600 })
  })

  it('is declined on the phone', async () => {
    const emulator = await start()
    const { events } = begin(emulator)
    await vi.waitFor(() => expect(emulator.qr.polls).toBe(1))
    emulator.qr.scan()
    await vi.waitFor(() => expect(emulator.qr.polls).toBe(2))
    emulator.qr.decline()
    await vi.waitFor(() => expect(events.at(-1)).toBe(LoginQRCallbackEventType.QRCodeDeclined))
    expect(emulator.logins).toEqual([])
  })

  it('expires', async () => {
    const emulator = await start()
    const { api } = begin(emulator)
    await vi.waitFor(() => expect(emulator.qr.polls).toBe(1))
    emulator.qr.expire()
    await expect(api).rejects.toThrow('Cannot get scan result')
    expect(() => emulator.qr.scan()).toThrow('no QR to become scanned')
  })

  it('is given up by the library after 100 seconds', async () => {
    const emulator = await start({ qrPollMs: 3_600_000 })
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    const { api, events } = begin(emulator)
    await vi.waitFor(() => expect(emulator.qr.polls).toBe(1))
    vi.advanceTimersByTime(100_000)
    await expect(api).rejects.toThrow('Cannot get scan result')
    expect(events.at(-1)).toBe(LoginQRCallbackEventType.QRCodeExpired)
  })
})
