import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { AppError } from '../errors.ts'
import { createHealth } from '../health.ts'
import { createLog } from '../log.ts'
import { createMetrics } from '../metrics.ts'
import { createHttp, type Http, type HttpOptions } from './create-http.ts'

const running: Http[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((http) => http.close()))
})

const webRoot = mkdtempSync(join(tmpdir(), 'motcua-web-'))
beforeAll(() => {
  const files = {
    'chat/index.html': '<!doctype html><title>Trò chuyện</title>',
    'assets/chat-abc123.js': 'export {}',
    'sw.js': '1',
    '.vite/manifest.json': JSON.stringify({
      'front/front.css': { file: 'assets/front-x1.css', src: 'front/front.css' },
    }),
  }
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(webRoot, name)), { recursive: true })
    writeFileSync(join(webRoot, name), text)
  }
})
afterAll(() => rmSync(webRoot, { recursive: true }))

async function start(options: Partial<HttpOptions> = {}) {
  const lines: string[] = []
  const health = createHealth({ timeoutMs: 20 })
  health.set('database', { status: 'ok' })
  const http = await createHttp({
    log: createLog('info', { write: (line) => lines.push(line) }),
    health,
    metrics: createMetrics(async () => ({ events: 0, messages: 0 })),
    frontPage: () => ({
      units: ['Phường Hoàn Kiếm'],
      channels: [
        { label: 'Web', on: true, url: '/chat' },
        { label: 'Telegram <b>', on: false },
      ],
    }),
    routes: [],
    webRoot,
    ...options,
  })
  running.push(http)
  return { http, app: http.app, health, lines }
}

describe('healthz', () => {
  it('names every part, those that are off too', async () => {
    const { app } = await start()
    const answer = await app.inject('/healthz')
    expect(answer.statusCode).toBe(200)
    expect(answer.json()).toMatchObject({
      status: 'ok',
      parts: { database: { status: 'ok' }, telegram: { status: 'off' }, zalo_personal: { status: 'off' } },
    })
    expect(Object.keys(answer.json().parts)).toHaveLength(10)
  })

  it('is degraded, and still 200, when a channel is down', async () => {
    const { app, health } = await start()
    health.set('telegram', { status: 'down', detail: '401 from Telegram: check TELEGRAM_BOT_TOKEN' })
    const answer = await app.inject('/healthz')
    expect(answer.statusCode).toBe(200)
    expect(answer.json()).toMatchObject({ status: 'degraded', parts: { telegram: { detail: /401/ } } })
  })

  it.each<[string, () => Promise<never>]>([
    ['does not answer', () => new Promise(() => undefined)],
    ['refuses', () => Promise.reject(new Error('ECONNREFUSED 10.0.0.1'))],
  ])('is down when the database %s', async (_name, check) => {
    const { app, health } = await start()
    health.check('database', check)
    const answer = await app.inject('/healthz')
    expect(answer.statusCode).toBe(503)
    expect(answer.json().status).toBe('down')
    expect(answer.body).not.toContain('10.0.0.1')
  })
})

describe('metrics', () => {
  it('is open without a token set', async () => {
    const { app } = await start()
    const answer = await app.inject('/metrics')
    expect(answer.headers['content-type']).toContain('text/plain')
    expect(answer.body).toContain('# TYPE motcua_turns_total counter')
    expect(answer.body).toContain('process_cpu_seconds_total')
  })

  it('wants the bearer when one is set', async () => {
    const { app } = await start({ metricsToken: 'sesame' })
    const ask = (authorization?: string) =>
      app.inject({ url: '/metrics', headers: authorization ? { authorization } : {} })
    expect((await ask()).statusCode).toBe(401)
    expect((await ask('Bearer sesam')).statusCode).toBe(401)
    expect((await ask('Basic x')).statusCode).toBe(401)
    expect((await ask('Bearer sesame')).statusCode).toBe(200)
  })
})

describe('pages', () => {
  it('says at / what runs, and links to the chat and the docs', async () => {
    const { app } = await start()
    const answer = await app.inject('/')
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8')
    for (const part of [
      'lang="vi"',
      'Phường Hoàn Kiếm',
      'href="/chat"',
      'href="/docs"',
      '/assets/front-x1.css',
    ])
      expect(answer.body).toContain(part)
    expect(answer.body).toContain('Telegram &#60;b&#62;')
    expect(answer.body).not.toMatch(/<script|style="/)
  })

  it('keeps hashed files for good and asks for pages again', async () => {
    const { app } = await start()
    const page = await app.inject('/chat')
    expect(page.body).toContain('Trò chuyện')
    expect(page.headers['cache-control']).toBe('no-cache')
    expect((await app.inject('/sw.js')).headers['cache-control']).toBe('no-cache')
    expect((await app.inject('/assets/chat-abc123.js')).headers['cache-control']).toContain('immutable')
  })

  it('sends a strict policy with everything', async () => {
    const { app } = await start()
    for (const url of ['/', '/chat', '/healthz', '/none']) {
      const { headers } = await app.inject(url)
      expect(headers['content-security-policy']).toContain(
        "default-src 'none';script-src 'self';style-src 'self'",
      )
      expect(headers['content-security-policy']).not.toContain('unsafe')
      expect(headers['referrer-policy']).toBe('no-referrer')
      expect(headers['x-content-type-options']).toBe('nosniff')
    }
  })

  it('insists on https only where there is https', async () => {
    const plain = await start()
    expect((await plain.app.inject('/')).headers['strict-transport-security']).toBeUndefined()
    const secure = await start({ https: true })
    expect((await secure.app.inject('/')).headers['strict-transport-security']).toContain('max-age')
  })

  it('answers 503 for a chat that was never built, and runs', async () => {
    const { app } = await start({ webRoot: join(webRoot, 'nowhere') })
    expect((await app.inject('/chat')).statusCode).toBe(503)
    expect((await app.inject('/')).statusCode).toBe(200)
  })

  it.each([
    '/../package.json',
    '/%2e%2e/package.json',
    '/assets/..%2f..%2fetc/passwd',
    '/.vite/manifest.json',
    '/chat/index.html',
  ])('does not give %s', async (url) => {
    const { app } = await start()
    expect((await app.inject(url)).statusCode).toBe(404)
  })

  it('describes its API', async () => {
    const { app } = await start()
    const { paths } = (await app.inject('/docs/json')).json()
    expect(Object.keys(paths)).toEqual(['/healthz', '/metrics'])
    const page = await app.inject('/docs/')
    expect(page.statusCode).toBe(200)
    expect(page.headers['content-security-policy']).not.toContain("script-src 'self' 'unsafe-inline'")
  })
})

describe('errors', () => {
  const routes: HttpOptions['routes'] = [
    async (app) => {
      app.get('/gone/:token', async () => {
        throw new AppError('gone', 'invitation of Nguyễn Thị Phượng Hoàng')
      })
      app.get('/defect', async () => {
        throw Object.assign(new Error('column "x" does not exist'), { detail: 'Key (phone)=(0912345678)' })
      })
      app.post('/take', { schema: { body: z.object({ name: z.string() }) } }, async () => 'ok')
    },
  ]

  it('tells people in both languages, and nothing of the inside', async () => {
    const { app } = await start({ routes })
    const gone = await app.inject('/gone/abc')
    expect(gone.statusCode).toBe(410)
    expect(gone.json()).toEqual({
      error: { code: 'gone', message: { vi: 'Trang này không còn nữa.', en: expect.any(String) } },
    })
    const defect = await app.inject('/defect')
    expect(defect.statusCode).toBe(500)
    expect(defect.json().error.code).toBe('internal')
    expect(defect.body).not.toContain('column')
  })

  it('logs a defect once, without the row a database quotes', async () => {
    const { app, lines } = await start({ routes })
    await app.inject('/defect')
    const failed = lines.filter((line) => line.includes('"msg":"request failed"'))
    expect(failed).toHaveLength(1)
    expect(failed[0]).toContain('column')
    expect(lines.join('')).not.toContain('0912345678')
  })

  it('logs the pattern of a route, never what was in the address', async () => {
    const { app, lines } = await start({ routes })
    await app.inject({ url: '/gone/sesame-token?phone=0912345678', headers: { cookie: 'motcua_chat=abc' } })
    expect(lines.join('')).toContain('"route":"/gone/:token"')
    expect(lines.join('')).not.toMatch(/sesame|0912345678|motcua_chat/)
  })

  it('knows an unknown page from a wrong method', async () => {
    const { app } = await start({ routes })
    expect((await app.inject('/nowhere')).json().error.code).toBe('not_found')
    const wrong = await app.inject({ method: 'DELETE', url: '/gone/abc' })
    expect(wrong.statusCode).toBe(405)
    expect(wrong.headers.allow).toBe('GET, HEAD')
    expect((await app.inject({ method: 'GET', url: '/take' })).statusCode).toBe(405)
  })

  it.each(['//', '//[', '/%', '/nowhere?a=//', '/\\'])(
    'finds nothing at %s, and no fault of its own',
    async (url) => {
      const { http, lines } = await start({ routes })
      const address = await http.listen({ host: '127.0.0.1', port: 0 })
      const socket = connect(Number(new URL(address).port), '127.0.0.1')
      socket.end(`GET ${url} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`)
      const [first] = await once(socket, 'data')
      expect(String(first)).toMatch(/^HTTP\/1\.1 40[04] /)
      expect(lines.filter((line) => JSON.parse(line).level === 'error')).toEqual([])
    },
  )

  it.each([
    ['broken JSON', '{', 'application/json', 400],
    ['a missing field', '{}', 'application/json', 400],
    ['another type', '<a/>', 'application/xml', 415],
    ['too much', JSON.stringify({ name: 'a'.repeat(1_100_000) }), 'application/json', 413],
  ])('refuses %s', async (_name, payload, type, status) => {
    const { app } = await start({ routes })
    const answer = await app.inject({
      method: 'POST',
      url: '/take',
      payload,
      headers: { 'content-type': type },
    })
    expect(answer.statusCode).toBe(status)
    expect(answer.json().error.message.vi).toBeTruthy()
  })

  it.each([
    ['/nowhere', 404, 'Không có trang này.'],
    ['/defect', 500, 'Hệ thống gặp lỗi.'],
    ['/gone/%E0%A4%A', 400, 'Yêu cầu chưa đúng'],
  ])('tells a browser that goes to %s on a page', async (url, status, says) => {
    const { app } = await start({ routes })
    const accept = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'
    const { statusCode, headers, body } = await app.inject({ url, headers: { accept } })
    expect(statusCode).toBe(status)
    expect(headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', vary: 'accept' })
    expect(body).toContain(`<p class="lead">${says}`)
    expect(body).toContain('<p class="english" lang="en">')
    expect(body).toContain('/assets/front-x1.css')
    expect(body).not.toMatch(/column|\.ts|defect/)
    const forPrograms = await app.inject({ url, headers: { accept: '*/*' } })
    expect(forPrograms.statusCode).toBe(status)
    expect(forPrograms.json().error.message.vi).toContain(says)
  })

  it('answers a malformed address', async () => {
    const { app } = await start({ routes })
    const answer = await app.inject('/gone/%E0%A4%A')
    expect(answer.statusCode).toBe(400)
    expect(answer.json().error.code).toBe('bad_request')
  })
})

describe('receiving', () => {
  it('ends a body that is sent drop by drop, and no answer that streams', async () => {
    const release = Promise.withResolvers<void>()
    const routes: HttpOptions['routes'] = [
      async (app) => {
        app.post('/take', async () => 'ok')
        app.get('/stream', async (_request, reply) => {
          const frames = async function* () {
            yield 'đầu '
            await release.promise
            yield 'cuối'
          }
          return reply.type('text/event-stream').send(Readable.from(frames()))
        })
      },
    ]
    const { http } = await start({ routes, receiveMs: 500 })
    const base = await http.listen({ host: '127.0.0.1', port: 0 })
    const stream = await fetch(`${base}/stream`)
    const socket = connect(Number(new URL(base).port), '127.0.0.1')
    const gone = once(socket, 'close')
    socket.write(
      'POST /take HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{',
    )
    const [first] = await once(socket, 'data')
    expect(String(first)).toMatch(/^HTTP\/1\.1 408 /)
    await gone
    release.resolve()
    expect(await stream.text()).toBe('đầu cuối')
  })
})

describe('addresses', () => {
  const routes: HttpOptions['routes'] = [
    async (app) => {
      app.get('/ip', async (request) => request.ip)
    },
  ]
  const ask = async (trustProxy?: string) => {
    const { app } = await start({ routes, trustProxy })
    return (await app.inject({ url: '/ip', headers: { 'x-forwarded-for': '203.0.113.9' } })).body
  }

  it('believes a forwarded one only from whom it was told to', async () => {
    expect(await ask()).toBe('127.0.0.1')
    expect(await ask('10.0.0.0/8')).toBe('127.0.0.1')
    expect(await ask('127.0.0.1')).toBe('203.0.113.9')
  })
})

describe('closing', () => {
  it('finishes what is in hand and takes nothing new', async () => {
    const entered = Promise.withResolvers<void>()
    const release = Promise.withResolvers<void>()
    const { http } = await start({
      routes: [
        async (app) => {
          app.get('/slow', async () => {
            entered.resolve()
            await release.promise
            return 'xong'
          })
        },
      ],
    })
    const base = await http.listen({ host: '127.0.0.1', port: 0 })
    const slow = fetch(`${base}/slow`)
    await entered.promise
    const closed = http.close()
    release.resolve()
    expect(await (await slow).text()).toBe('xong')
    await closed
    await expect(fetch(`${base}/healthz`)).rejects.toThrow()
  })

  it('does not wait for a connection on which nothing was asked', async () => {
    const { http, app } = await start()
    const { port } = new URL(await http.listen({ host: '127.0.0.1', port: 0 }))
    const accepted = once(app.server, 'connection')
    const socket = connect(Number(port), '127.0.0.1')
    const gone = once(socket, 'close')
    await accepted
    await http.close()
    await gone
  })
})
