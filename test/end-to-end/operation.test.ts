import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { Temporal } from 'temporal-polyfill'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createInstallation } from '../support/start-server.ts'
import { walkBirthGuide } from './support/birth-guide.ts'
import { lookIntoDatabase } from './support/look-into-database.ts'
import { processesIn } from './support/processes-in.ts'
import { startTelegramServer, type TelegramServer } from './support/telegram-server.ts'
import { createWebCitizen } from './support/web-citizen.ts'

const checkout = resolve(import.meta.dirname, '../..')
const patience = { timeout: 30_000, interval: 50 }

describe('operation', { timeout: 180_000 }, () => {
  let telegram: TelegramServer
  beforeAll(async () => {
    telegram = await startTelegramServer({ env: { METRICS_TOKEN: 'a-token-for-the-figures' } })
  }, 180_000)
  afterAll(() => telegram.remove())

  const get = (path: string, headers = {}) => fetch(`${telegram.server.address}${path}`, { headers })

  it('GET /healthz names every part', async () => {
    await vi.waitFor(async () => {
      expect(await telegram.server.health()).toEqual({
        status: 'ok',
        parts: {
          database: { status: 'ok' },
          queue: { status: 'ok' },
          knowledge: { status: 'ok' },
          telegram: { status: 'ok' },
          zalo_oa: { status: 'off' },
          zalo_personal: { status: 'off' },
          one_stop: { status: 'off' },
          livekit: { status: 'off' },
          model: { status: 'off' },
          email: { status: 'off' },
        },
      })
    }, patience)
  })

  it('GET /metrics wants its token, counts, and names nobody', async () => {
    const citizen = telegram.citizen()
    await walkBirthGuide(citizen)
    expect((await get('/metrics')).status).toBe(401)
    expect((await get('/metrics', { authorization: 'Bearer wrong' })).status).toBe(401)
    const metrics = await (await get('/metrics', { authorization: 'Bearer a-token-for-the-figures' })).text()
    expect(Number(/^motcua_turns_total\{result="done"\} (\d+)/m.exec(metrics)?.[1])).toBeGreaterThanOrEqual(7)
    expect(metrics).toMatch(/^motcua_sends_total\{channel="telegram",result="\w+"\} \d+/m)
    expect(metrics).toMatch(/^motcua_inbox_depth 0/m)
    // Without the figures, of which any may hold any digits.
    const names = metrics.replace(/ \S+$/gm, '')
    expect(names).not.toContain(String(citizen.user.id))
    expect(names).not.toContain('khai sinh')
  })

  it('GET /docs describes the API, and / says what runs', async () => {
    const { paths } = (await (await get('/docs/json')).json()) as { paths: object }
    expect(Object.keys(paths)).toEqual(expect.arrayContaining(['/healthz', '/metrics', '/api/chat/messages']))
    expect((await get('/docs')).status).toBe(200)
    const front = await (await get('/')).text()
    expect(front).toMatch(/Telegram<\/b> <span class="state">đang hoạt động/)
    expect(front).toContain('href="/chat"')
    expect((await get('/nothing-here')).status).toBe(404)
    expect((await get('/healthz', {})).headers.get('content-security-policy')).toContain("default-src 'none'")
  })

  it('a resume code carries the guide from Telegram to the web, once', async () => {
    const citizen = telegram.citizen()
    await citizen.says('/start 1_001193', 'Bước 1/')
    await citizen.says('1', 'Bước 2/')
    const { text } = await citizen.says('mã', 'Mã của anh/chị:')
    const code = /: ([A-Z2-9]{6})\./.exec(text)?.[1] ?? ''
    const web = createWebCitizen(telegram.server.address)
    await web.post({ text: code })
    await web.hears('có ai là người nước ngoài không?')
    const thief = createWebCitizen(telegram.server.address)
    await thief.post({ text: code })
    await thief.hears('không đúng, đã dùng')
  })

  it('a reminder asked for in the chat comes on its day, once, over any number of restarts', async () => {
    const { installation } = telegram
    const citizen = telegram.citizen()
    const { facts } = await walkBirthGuide(citizen)
    const when = await citizen.taps(facts, 'Nhắc tôi', 'vào sáng ngày nào?')
    await citizen.taps(when, 'Ngày mai', 'Trợ lý sẽ nhắc anh/chị ngay tại đây, lúc 8 giờ sáng')
    const blocked = telegram.citizen()
    const other = await blocked.taps((await walkBirthGuide(blocked)).facts, 'Nhắc tôi', 'vào sáng ngày nào?')
    await blocked.taps(other, 'Ngày mai', 'Trợ lý sẽ nhắc')
    blocked.user.block()
    await vi.waitFor(async () => expect(await blockedNow(blocked.user.id)).toBe(true), patience)
    const due = await lookIntoDatabase(installation, async (client) => {
      const { rows } = await client.query<{ at: Date | string }>('select min(due_at) as at from reminder')
      return Temporal.Instant.from(new Date(rows[0]?.at ?? '').toISOString())
    })
    expect(due.toZonedDateTimeISO('Asia/Ho_Chi_Minh').toPlainTime().toString()).toBe('08:00:00')

    const reminded = () => citizen.heard().filter((text) => text.includes('hôm nay chuẩn bị việc'))
    await telegram.server.stop()
    const untilThen = (hours: number) =>
      Temporal.Now.instant().until(due.add({ hours }), { largestUnit: 'second' }).toString()
    telegram.server = await installation.start({ NOW_OFFSET: untilThen(-1) })
    await citizen.says('giấy tờ của tôi', 'Giấy tờ cần chuẩn bị')
    expect(reminded()).toEqual([])
    await telegram.server.stop()
    telegram.server = await installation.start({ NOW_OFFSET: untilThen(1) })
    const message = await citizen.hears('Trợ lý nhắc anh/chị: hôm nay chuẩn bị việc “Giấy khai sinh”')
    expect(message.text).toContain('giấy tờ của tôi')
    await telegram.server.stop()
    telegram.server = await installation.start({ NOW_OFFSET: untilThen(2) })
    await citizen.says('giấy tờ của tôi', 'Giấy tờ cần chuẩn bị')
    expect(reminded()).toHaveLength(1)
    expect(blocked.heard().filter((text) => text.includes('hôm nay chuẩn bị việc'))).toEqual([])
    const states = await lookIntoDatabase(installation, async (client) =>
      (await client.query('select status from reminder order by status')).rows.map(({ status }) => status),
    )
    expect(states).toEqual(['sent', 'skipped'])
  })

  it('npm start: begins with nothing, stops by one SIGTERM to npm, and leaves no process', async () => {
    const installation = await createInstallation({}, { embedded: true })
    const npm = spawn('npm', ['start'], {
      cwd: checkout,
      env: installation.settings,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let said = ''
    npm.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
    const ended = once(npm, 'close')
    // A first start makes the database, which other work of the machine may draw out.
    await vi.waitFor(() => expect(said).toContain('"msg":"ready"'), { timeout: 120_000 })
    expect((await fetch(`http://127.0.0.1:${installation.port}/chat`)).status).toBe(200)
    npm.kill('SIGTERM')
    expect(await ended).toEqual([0, null])
    expect(said).toContain('"msg":"stopped"')
    await vi.waitFor(async () => expect(await processesIn(installation)).toEqual([]), patience)
    await installation.remove()
  })

  it('logs what happened, by ids, and nothing of what people wrote', () => {
    const lines = telegram.installation.output().trim().split('\n')
    for (const line of lines) expect(() => JSON.parse(line)).not.toThrow()
    const log = lines.join('\n')
    for (const text of telegram.written()) if (text.length > 6) expect(log).not.toContain(text)
    for (const secret of ['a-token-for-the-figures', telegram.emulator.token, 'emulated_token'])
      expect(log).not.toContain(secret)
  })

  async function blockedNow(id: number): Promise<boolean> {
    return lookIntoDatabase(telegram.installation, async (client) => {
      const text = `select blocked_at is not null as blocked from conversation where chat = $1`
      return (await client.query<{ blocked: boolean }>(text, [String(id)])).rows[0]?.blocked ?? false
    })
  }
})
