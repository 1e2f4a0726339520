import { randomBytes } from 'node:crypto'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { describe, expect, it, vi } from 'vitest'
import { keepLogin } from '../../bots/channels/zalo-personal/login/keep-login.ts'
import { createSessionStore } from '../../bots/channels/zalo-personal/login/session-store.ts'
import { setUp, withDatabase } from './set-up.ts'

withDatabase()

const whole = {
  cookie: [{ name: 'zpw_sek', value: 'x', domain: '.chat.zalo.me', path: '/' }],
  imei: 'i',
  userAgent: 'u',
}

describe('the credentials file', () => {
  it.each<[string, unknown, RegExp]>([
    ['that is no JSON', '{"cookie": [', /names a file that is not JSON/],
    ['that is empty', '', /not JSON/],
    ['that is a list', [], /not JSON/],
    ['without cookies', { ...whole, cookie: [] }, /without "cookie"/],
    [
      'with half a cookie',
      { ...whole, cookie: [{ name: 'zpw_sek' }] },
      /a cookie that lacks its name or its value/,
    ],
    ['without imei', { ...whole, imei: undefined }, /without "imei"/],
    ['without userAgent', { ...whole, userAgent: '' }, /without "userAgent"/],
  ])('%s stops the start, naming the setting', async (_name, credentials, message) => {
    const { zalo } = await setUp({ credentials })
    const starting = zalo.start()
    await expect(starting).rejects.toMatchObject({ code: 'bad_setting', exit: 2 })
    await expect(starting).rejects.toThrow(/^ZALO_PERSONAL_CREDENTIALS names/)
    await expect(starting).rejects.toThrow(message)
  })

  it('that is missing stops the start', async () => {
    const { zalo } = await setUp({ fileMissing: true })
    await expect(zalo.start()).rejects.toThrow(/ZALO_PERSONAL_CREDENTIALS names a file that does not exist/)
  })

  it('may be a list of cookies or an extension’s export, and is never written to', async () => {
    const { emulator, start, writeCredentials, file } = await setUp()
    const { cookie, ...rest } = emulator.credentials()
    const cookies = cookie.map(({ key, ...more }) => ({
      name: key,
      ...more,
      hostOnly: false,
      session: false,
    }))
    await writeCredentials({ cookie: { url: 'https://chat.zalo.me', cookies }, ...rest })
    const before = await readFile(file, 'utf8')
    await start()
    expect(await readFile(file, 'utf8')).toBe(before)
  })

  it('with a wrong cookie is refused by Zalo: an operator hears of it, and a corrected one is taken', async () => {
    const set = await setUp()
    const { emulator, zalo, raised, cleared, health, writeCredentials, expectConnected } = set
    const good = emulator.credentials()
    await writeCredentials({ ...good, cookie: good.cookie.map((one) => ({ ...one, value: 'falsch' })) })
    await zalo.start()
    await vi.waitFor(() => expect(raised).toContainEqual(['zalo_personal.login', {}]))
    expect(health.at(-1)).toMatchObject({ status: 'degraded', detail: expect.stringContaining('zalo login') })
    await writeCredentials(good)
    await vi.waitFor(() => expectConnected())
    expect(cleared).toContain('zalo_personal.login')
  })
})

describe('the session', () => {
  it('that somebody makes while an older one is being logged in with is not overwritten', async () => {
    const { emulator, connect, start, sessions } = await setUp()
    const made = { ...emulator.credentials(), userAgent: 'của lần đăng nhập mới' }
    let meanwhile = true
    await start(
      connect({
        sessions: {
          ...sessions,
          async load() {
            const stored = await sessions.load()
            if (meanwhile) await keepLogin(sessions, made, undefined)
            meanwhile = false
            return stored
          },
        },
      }),
    )
    expect(await sessions.load()).toMatchObject({ userAgent: made.userAgent })
  })

  it('is kept encrypted, for this account alone, and gone on with after a restart', async () => {
    const { emulator, zalo, connect, start, sessionFile, readSession } = await setUp()
    await start()
    const { cookie } = emulator.session
    expect((await stat(sessionFile)).mode & 0o777).toBe(0o600)
    const bytes = await readSession()
    for (const each of [bytes, Buffer.from(bytes.toString(), 'base64url')])
      for (const secret of [cookie, 'zpw_sek', emulator.credentials().imei])
        expect(each.includes(secret)).toBe(false)
    await zalo.stop()
    await start(connect())
    expect(emulator.logins.map((login) => login.cookie)).toEqual([cookie, cookie])
  })

  it('is refreshed as Zalo renews its cookies', async () => {
    const { emulator, zalo, connect, start, send, sessions } = await setUp()
    await start()
    const old = emulator.session.cookie
    emulator.session.rotate()
    const lan = emulator.person('Lan')
    await send(lan.id, 'x')
    await vi.waitFor(async () =>
      expect(JSON.stringify(await sessions.load())).toContain(emulator.session.cookie),
    )
    await zalo.stop()
    await start(connect())
    expect(emulator.logins.at(-1)?.cookie).toBe(emulator.session.cookie)
    expect(emulator.session.cookie).not.toBe(old)
  })

  it('that is damaged, or of another key, is passed over for the credentials file, with a word', async () => {
    const { zalo, connect, start, sessionFile, lines, readSession, emulator } = await setUp()
    await start()
    await zalo.stop()
    const bytes = await readSession()
    bytes[40] = (bytes[40] ?? 0) ^ 1
    await writeFile(sessionFile, bytes)
    const again = await start(connect())
    expect(lines.join()).toContain('the stored session cannot be read')
    await again.stop()
    await start(connect({ sessions: createSessionStore(sessionFile, randomBytes(32)) }))
    expect(emulator.logins).toHaveLength(3)
  })

  it('gives way to a credentials file that was changed since', async () => {
    const { emulator, zalo, connect, start, writeCredentials } = await setUp()
    await start()
    await zalo.stop()
    emulator.session.renew()
    await writeCredentials(emulator.credentials())
    await start(connect())
    expect(emulator.logins.at(-1)?.cookie).toBe(emulator.session.cookie)
  })

  it('that Zalo no longer knows gives way to the credentials file', async () => {
    const { emulator, zalo, connect, start, sessions } = await setUp()
    await start()
    await zalo.stop()
    const stored = await sessions.load()
    if (!stored || stored === 'damaged') throw new Error('no session')
    const cookie = stored.cookie.map((one) => ({ ...one, value: 'abgelaufen' }))
    await sessions.save({ ...stored, cookie })
    await start(connect())
    expect(emulator.counts.get('/api/login/getLoginInfo')).toBe(3)
  })

  it('that is damaged, without a credentials file, is for an operator to mend, not a channel never set up', async () => {
    const { emulator, zalo, connect, start, sessions, sessionFile, readSession, health, raised } =
      await setUp({
        credentials: null,
      })
    const session = { ...emulator.credentials(), login: 'một', uid: null, file: null }
    await sessions.save(session)
    const bytes = await readSession()
    bytes[40] = (bytes[40] ?? 0) ^ 1
    await writeFile(sessionFile, bytes)
    await zalo.start()
    await vi.waitFor(() => {
      expect(raised).toContainEqual(['zalo_personal.login', {}])
      expect(health.at(-1)).toMatchObject({
        status: 'degraded',
        detail: expect.stringMatching(/stored login of Zalo cannot be read.*zalo login/),
      })
    })
    await zalo.stop()
    await sessions.save(session)
    await start(connect())
    expect(health.at(-1)?.status).toBe('ok')
  })

  it('is not there without a file: the channel is off until somebody logs in', async () => {
    const { zalo, health, emulator } = await setUp({ credentials: null })
    await zalo.start()
    await vi.waitFor(() => expect(health.at(-1)).toEqual({ status: 'off' }))
    expect(emulator.counts.size).toBe(0)
    expect(zalo.state()).toMatchObject({ account: null, link: { kind: 'off' } })
  })
})
