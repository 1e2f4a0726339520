import { afterEach, describe, expect, it } from 'vitest'
import { createHealth } from '../../health.ts'
import { createLog } from '../../log.ts'
import { createMetrics } from '../../metrics.ts'
import { createHttp, type Http } from '../create-http.ts'
import { type LinkPageOptions, linkPage } from './link-page.ts'

const running: Http[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((http) => http.close()))
})

async function start(options: Partial<LinkPageOptions> = {}) {
  const lines: string[] = []
  const http = await createHttp({
    log: createLog('trace', { write: (line) => lines.push(line) }),
    health: createHealth(),
    metrics: createMetrics(async () => ({ events: 0, messages: 0 })),
    frontPage: () => ({ units: [], channels: [] }),
    routes: [
      linkPage({
        publicUrl: 'https://motcua.example.vn',
        channels: (code) => [
          { label: 'Telegram', url: `https://t.me/MotCuaBot?start=${code}` },
          { label: 'Zalo', url: 'https://zalo.me/123', say: `mã ${code}` },
        ],
        ...options,
      }),
    ],
  })
  running.push(http)
  return { lines, get: (url: string, headers = {}) => http.app.inject({ url, headers }) }
}

describe('the page of a code', () => {
  it('offers every channel, the web chat behind the #, and itself as a QR code', async () => {
    const { get } = await start()
    const { statusCode, headers, body } = await get('/l/acd234')
    expect(statusCode).toBe(200)
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' })
    expect(body).toContain('<html lang="vi">')
    expect(body).toContain('<p class="code">ACD234</p>')
    expect(body).toContain('href="/chat#ma=ACD234"')
    expect(body).toContain('href="https://t.me/MotCuaBot?start=ACD234"')
    expect(body).toMatch(/href="https:\/\/zalo\.me\/123"[\s\S]*<b>mã ACD234<\/b>/)
    expect(body).toContain('<svg class="qr" role="img"')
    expect(body).toContain('content="noindex"')
  })

  it('is there for whatever could be a code', async () => {
    const { get } = await start()
    for (const code of ['ZZZZ99', 'HS-ACDE-2345-FHJK', 'nh-acde-2345-fhjk']) {
      const { statusCode, body } = await get(`/l/${code}`)
      expect(statusCode).toBe(200)
      expect(body.includes('Đừng đưa mã cho người khác')).toBe(!code.startsWith('nh'))
    }
  })

  it('says of the code of a slip what it is for, whether it is good or not', async () => {
    const { get } = await start()
    const { body } = await get('/l/HS-ACDE-2345-FHJK')
    expect(body).toContain('<h1>Mã xem hồ sơ đã nộp</h1>')
    expect(body).toContain('được báo khi có thay đổi')
    expect((await get('/l/ACD234')).body).not.toContain('hồ sơ')
  })

  it('leads to a ward’s news without a code, on every channel', async () => {
    const { get } = await start()
    const { statusCode, body } = await get('/l/theodoi-hoan-kiem')
    expect(statusCode).toBe(200)
    expect(body).toContain('<h1>Nhận tin của phường, xã</h1>')
    expect(body).toContain('href="/chat?start=theodoi-hoan-kiem"')
    expect(body).toContain('href="https://t.me/MotCuaBot?start=theodoi-hoan-kiem"')
    expect(body).toContain('<b>mã theodoi-hoan-kiem</b>')
    expect(body).not.toMatch(/class="code"|Đừng đưa mã/)
    expect((await get('/l/THEODOI')).body).toContain('href="/chat?start=theodoi"')
  })

  it.each([
    'theodoi-',
    'theodoi-hoan kiem',
    `theodoi-${'a'.repeat(60)}`,
    'ABC',
    'ABCDEF',
    '123456',
    'ABC1O0',
    'CB-ACDE-2345-FHJK',
    'HS-ACDE-2345',
    '%3Cscript%3E',
    'ACD234%2F..',
  ])('is not there for %s', async (code) => {
    const { get } = await start()
    const { statusCode, body } = await get(`/l/${code}`)
    expect(statusCode).toBe(404)
    expect(body).not.toContain('<script>')
  })

  it('leaves no code in the log, right or wrong, nor with a query', async () => {
    const { get, lines } = await start()
    for (const path of ['/l/ACD234', '/l/ACD234?x=HHH999', '/l/acd23456', '/l/ACD234/more']) await get(path)
    expect(lines.length).toBeGreaterThan(3)
    expect(lines.join('')).toContain('/l/:code')
    expect(lines.join('')).not.toMatch(/acd23|HHH999/i)
  })

  it('leads back to where it was asked for when no address is set', async () => {
    const { get } = await start({ publicUrl: undefined, channels: () => [] } as Partial<LinkPageOptions>)
    expect((await get('/l/ACD234', { host: 'phuong.local:8080' })).statusCode).toBe(200)
    expect((await get('/l/ACD234', { host: 'a"b' })).statusCode).toBe(400)
  })
})
