import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { hasChromium, launchChromium } from '../browser/launch-chromium.ts'
import { startZaloOaEmulator, type ZaloOaEmulator } from '../emulators/zalo-oa/zalo-oa-emulator.ts'
import { createInstallation, type Installation, type RunningServer } from '../support/start-server.ts'

const patience = { timeout: 20_000, interval: 20 }
const templates = `
dossier_result:
  zns: { template_id: 293847, data: { ma_ho_so: '{dossier}' } }
  transaction:
    template_type: transaction_order
    elements: [{ type: header, content: 'Hồ sơ {dossier} đã có kết quả' }]
`

/** A browser as far as connecting needs one: it keeps cookies by their path and does what forms do. */
function createBrowser() {
  const jar = new Map<string, string>()
  return async (url: string, method = 'GET') => {
    const response = await fetch(url, {
      method,
      redirect: 'manual',
      headers: {
        accept: 'text/html',
        cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(method === 'POST' ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
      },
      ...(method === 'POST' ? { body: '' } : {}),
    })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      jar.set(name, value)
    }
    const location = response.headers.get('location')
    return {
      status: response.status,
      text: await response.text(),
      to: location === null ? '' : new URL(location, url).href,
    }
  }
}

describe('an operator of the Official Account', { timeout: 180_000 }, () => {
  let emulator: ZaloOaEmulator
  let installation: Installation
  let server: RunningServer
  beforeAll(async () => {
    emulator = await startZaloOaEmulator()
    // Nothing but what a new app has: no refresh token yet.
    installation = await createInstallation({
      ZALO_OA_APP_ID: emulator.app.id,
      ZALO_OA_APP_SECRET: emulator.app.secret,
      ZALO_OA_SECRET: emulator.app.oaSecret,
      ZALO_OA_API_ROOT: emulator.url,
      ZALO_OA_OAUTH_ROOT: emulator.url,
      LOG_LEVEL: 'trace',
    })
    const knowledge = join(installation.dataDir, 'knowledge')
    await mkdir(knowledge, { recursive: true })
    await writeFile(join(knowledge, 'zalo-templates.yaml'), templates)
    server = await installation.start()
    emulator.webhook.set(`${server.address}/webhooks/zalo-oa`)
  }, 180_000)
  afterAll(async () => {
    await installation.remove()
    await emulator.close()
  })

  const part = async () => (await server.health()).parts.zalo_oa
  async function link(): Promise<string> {
    const { stdout } = await installation.cli(['link', 'zalo-oa', '--json'])
    return (JSON.parse(stdout) as { url: string }).url
  }
  const frontPage = async () => (await fetch(server.address, { headers: { accept: 'text/html' } })).text()

  it('comes by a link, consents on Zalo’s page, and the account is connected', async () => {
    await vi.waitFor(async () => {
      expect(await part()).toMatchObject({
        status: 'degraded',
        detail: expect.stringContaining('link zalo-oa'),
      })
    }, patience)
    expect(await frontPage()).not.toContain('zalo.me')
    const open = createBrowser()
    const page = `${server.address}/connect/zalo-oa`
    expect((await open(page)).status).toBe(401)

    const url = await link()
    expect(await open(url)).toMatchObject({ status: 200, text: expect.stringContaining('Mở trang') })
    expect(await open(url, 'POST')).toMatchObject({ status: 303, to: page })
    const before = await open(page)
    expect(before).toMatchObject({
      status: 200,
      text: expect.stringContaining('Official Account chưa kết nối'),
    })
    expect(before.text.split('<main>')).toHaveLength(2)

    const begun = await open(page, 'POST')
    expect(begun.to.startsWith(`${emulator.url}/v4/oa/permission?`)).toBe(true)
    const consented = await open(begun.to)
    expect(consented.to.startsWith(`${page}/callback?`)).toBe(true)
    expect(await open(consented.to)).toMatchObject({
      status: 200,
      text: expect.stringContaining('Đã kết nối Official Account'),
    })
    expect(await part()).toEqual({ status: 'ok' })
    expect(await frontPage()).toContain(`https://zalo.me/${emulator.oa.id}`)
    expect((await open(url, 'POST')).status).toBe(410)
  })

  it.skipIf(!hasChromium())('connects again in a real browser, by two presses', async () => {
    const exchanges = emulator.oauth.exchanges
    const browser = await launchChromium()
    onTestFinished(() => browser.close())
    const page = await browser.newPage()
    await page.goto(await link())
    await page.getByRole('button', { name: 'Mở trang' }).click()
    await page.getByRole('heading', { name: 'Official Account đã kết nối' }).waitFor()
    await page.getByRole('button', { name: 'Kết nối lại với Zalo' }).click()
    await page.getByRole('heading', { name: 'Đã kết nối Official Account' }).waitFor()
    expect(await page.getByRole('main').count()).toBe(1)
    expect(emulator.oauth.exchanges).toBe(exchanges + 1)
  })

  it('tries a template, at a phone and at a follower', async () => {
    const sent = await installation.cli([
      ...['zalo', 'try-template', 'dossier_result', '--phone', '0912 345 678'],
      ...['--value', 'dossier=G01.899', '--json'],
    ])
    expect({ code: sent.code, said: JSON.parse(sent.stdout) }).toEqual({
      code: 0,
      said: { template: 'dossier_result', id: expect.any(String) },
    })
    expect(emulator.api.templates).toMatchObject([
      { to: '84912345678', templateId: '293847', data: { ma_ho_so: 'G01.899' } },
    ])
    const follower = emulator.user()
    follower.follow()
    await emulator.webhook.drained()
    const told = await installation.cli([
      ...['zalo', 'try-template', 'dossier_result', '--user', follower.id, '--value', 'dossier=G01.899'],
    ])
    expect(told).toMatchObject({ code: 0, stdout: expect.stringContaining('Zalo took it') })
    await vi.waitFor(() =>
      expect(JSON.stringify(follower.messages())).toContain('Hồ sơ G01.899 đã có kết quả'),
    )
  })

  it.each([
    ['of another name', ['unknown', '--phone', '0912345678'], 1, 'no template configured'],
    ['without its values', ['dossier_result', '--phone', '0912345678'], 1, 'asks for {dossier}'],
    ['to nobody', ['dossier_result'], 2, 'either --user'],
    [
      'with a value that is none',
      ['dossier_result', '--phone', '0912345678', '--value', 'x'],
      2,
      'name=text',
    ],
  ])('hears in one line why a template %s was not sent', async (_name, args, code, why) => {
    const calls = emulator.api.templates.length
    const { stderr, ...ended } = await installation.cli(['zalo', 'try-template', ...args])
    expect(ended).toMatchObject({ code, stdout: '' })
    expect(stderr).toContain(why)
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect(stderr).not.toContain('0912345678')
    expect(emulator.api.templates).toHaveLength(calls)
  })

  it('finds no secret, and no token, in the log', async () => {
    await vi.waitFor(
      () => expect(installation.output()).toContain('a new pair of tokens is stored'),
      patience,
    )
    const log = installation.output()
    for (const secret of [emulator.app.secret, emulator.app.oaSecret]) expect(log).not.toContain(secret)
    expect(log).not.toMatch(/(access|refresh)-[\w-]{10}|\/operator\/[\w-]{43}/)
  })
})
