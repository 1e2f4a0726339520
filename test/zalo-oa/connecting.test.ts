import { describe, expect, it } from 'vitest'
import { say, setUp } from './set-up.ts'

const path = '/connect/zalo-oa'

/** An operator's browser: it keeps cookies and does not follow redirects by itself. */
async function withBrowser() {
  const set = await setUp({ given: false })
  const jar = new Map<string, string>()

  async function open(url: string, init: RequestInit = {}) {
    const response = await fetch(url, {
      redirect: 'manual',
      ...init,
      headers: {
        'x-operator': 'yes',
        cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
        ...init.headers,
      },
    })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '') jar.delete(name)
      else jar.set(name, value)
    }
    return {
      status: response.status,
      location: response.headers.get('location') ?? '',
      cookies: response.headers.getSetCookie(),
      headers: response.headers,
      text: await response.text(),
    }
  }

  const page = () => open(`${set.publicUrl}${path}`)
  const press = () => open(`${set.publicUrl}${path}`, { method: 'POST' })
  /** As far as Zalo's answer: where it sends the browser back to. */
  async function consent(): Promise<string> {
    const begun = await press()
    return (await open(begun.location)).location
  }
  return { ...set, jar, open, page, press, consent }
}

describe('connecting the Official Account', () => {
  it('takes an operator to Zalo and back, and then messages go out', async () => {
    const { emulator, page, press, consent, open, writer, zalo, health } = await withBrowser()
    const before = await page()
    expect(before.text).toContain('Official Account chưa kết nối')
    expect(before.text).toMatch(/<form method="post" action="\/connect\/zalo-oa"><button/)
    expect(before.text).not.toMatch(/<script|https?:\/\//)
    expect(before.headers.get('cache-control')).toBe('no-store')
    // A browser lets a form lead to another host only where the page says so.
    expect(before.headers.get('content-security-policy')).toBe(
      `default-src 'none';form-action 'self' ${emulator.url}`,
    )

    const begun = await press()
    expect(begun.status).toBe(303)
    expect(begun.location.startsWith(`${emulator.url}/v4/oa/permission?`)).toBe(true)
    expect(begun.cookies[0]).toMatch(/HttpOnly/)
    expect(begun.cookies[0]).toMatch(/SameSite=Lax/)

    const after = await open(await consent())
    expect(after.status).toBe(200)
    expect(after.text).toContain('Đã kết nối Official Account')
    expect(zalo.linkTo()).toBe(`https://zalo.me/${emulator.oa.id}`)
    expect(health.at(-1)).toEqual({ status: 'ok' })
    const { send } = await writer()
    expect(await send(say('x'))).toMatchObject({ ok: true })
    expect(emulator.count('access_token')).toBe(1)
    const end = new Date(Date.now() + 90 * 86_400_000).toLocaleDateString('en-GB', {
      timeZone: 'Asia/Ho_Chi_Minh',
    })
    expect((await page()).text).toContain(end)
  })

  it('is for operators alone', async () => {
    const { open, publicUrl, consent, emulator } = await withBrowser()
    const back = await consent()
    const headers = { 'x-operator': 'no' }
    for (const [url, method] of [
      [`${publicUrl}${path}`, 'GET'],
      [`${publicUrl}${path}`, 'POST'],
      [back, 'GET'],
    ] as const)
      expect((await open(url, { method, headers })).status).toBe(401)
    expect(emulator.count('access_token')).toBe(0)
  })

  it('does nothing for a consent that this browser did not ask for, or asked for long ago, or twice', async () => {
    const { open, consent, jar, time, emulator } = await withBrowser()
    const back = await consent()
    const forged = new URL(back)
    forged.searchParams.set('state', 'x'.repeat(32))
    expect((await open(forged.href)).status).toBe(400)
    const cookies = new Map(jar)
    jar.clear()
    expect((await open(back)).text).toContain('không còn hiệu lực')
    for (const [name, value] of cookies) jar.set(name, value)
    time.offset = 11 * 60_000
    expect((await open(back)).status).toBe(400)
    expect(emulator.count('access_token')).toBe(0)
    time.offset = 0
    expect((await open(back)).status).toBe(200)
    expect((await open(back)).status).toBe(400)
    expect(emulator.count('access_token')).toBe(1)
  })

  it('says so when consent was not given, Zalo refuses, or does not answer', async () => {
    const { open, consent, emulator } = await withBrowser()
    const declined = new URL(await consent())
    declined.searchParams.delete('code')
    expect(await open(declined.href)).toMatchObject({
      status: 400,
      text: expect.stringContaining('Zalo chưa cấp quyền'),
    })
    emulator.faults.add({ endpoint: 'access_token', fault: { kind: 'error', error: -14004 } })
    expect(await open(await consent())).toMatchObject({
      status: 400,
      text: expect.stringContaining('ZALO_OA_APP_SECRET'),
    })
    emulator.faults.add({ endpoint: 'access_token', fault: { kind: 'status', status: 502 } })
    expect(await open(await consent())).toMatchObject({
      status: 503,
      text: expect.stringContaining('Đợi một phút'),
    })
  })

  it('mends a connection that Zalo refused, in every process at once', async () => {
    const { emulator, consent, open, page, writer, connect, alerts } = await withBrowser()
    await open(await consent())
    const other = await writer(emulator.user(), connect())
    expect(await other.send(say('x'))).toMatchObject({ ok: true })
    emulator.oauth.revokeAll()
    expect(await other.send(say('x'))).toMatchObject({ error: { kind: 'auth_expired' } })
    expect(await (await writer()).send(say('x'))).toMatchObject({ error: { kind: 'auth_expired' } })
    expect((await page()).text).toContain('Zalo không còn nhận kết nối này')
    const calls = emulator.count('access_token')
    await open(await consent())
    expect(await other.send(say('y'))).toMatchObject({ ok: true })
    expect(await (await writer()).send(say('y'))).toMatchObject({ ok: true })
    expect(emulator.count('access_token')).toBe(calls + 1)
    expect(alerts.at(-1)).not.toBe('raise zalo_oa.connect')
  })

  it('wins over the refresh token that the settings had before', async () => {
    const { emulator, consent, open, writer, connect, jar } = await withBrowser()
    const refreshToken = emulator.oauth.giveRefreshToken()
    await (await writer(emulator.user(), connect({ refreshToken }))).send(say('x'))
    await open(await consent())
    expect(jar.size).toBe(0)
    const calls = emulator.count('access_token')
    const { send } = await writer(emulator.user(), connect({ refreshToken }))
    expect(await send(say('x'))).toMatchObject({ ok: true })
    expect(emulator.count('access_token')).toBe(calls)
  })
})
