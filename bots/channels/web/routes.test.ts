import { randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createHealth } from '../../../server/health.ts'
import { createHttp } from '../../../server/http/create-http.ts'
import { createLog } from '../../../server/log.ts'
import { createMetrics } from '../../../server/metrics.ts'
import { createScriptedChat } from '../../../test/browser/scripted-chat.ts'
import { posted } from './api.ts'
import type { WebChatLimits } from './limits.ts'
import { type WebChatOptions, webChatRoutes } from './routes.ts'
import { createSessions } from './session.ts'

const running: FastifyInstance[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((app) => app.close()))
})

async function start(options: Partial<WebChatOptions> = {}) {
  const chat = createScriptedChat(({ event }) => [
    {
      blocks: [
        { kind: 'text', text: event.kind === 'text' ? `Đã nhận: ${event.text.length} ký tự` : event.kind },
      ],
    },
  ])
  const sessions = createSessions(Buffer.alloc(32, 7))
  const { app } = await createHttp({
    log: createLog('silent'),
    health: createHealth(),
    metrics: createMetrics(async () => ({ events: 0, messages: 0 })),
    frontPage: () => ({ units: [], channels: [] }),
    routes: [webChatRoutes({ source: chat.source, sessions, decodePhoto: async () => [], ...options })],
  })
  running.push(app)
  const { cookie } = sessions.create()
  const post = (payload: unknown, headers: Record<string, string> = {}) =>
    app.inject({
      method: 'POST',
      url: '/api/chat/messages',
      headers: { 'content-type': 'application/json', cookie: `motcua_chat=${cookie}`, ...headers },
      payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
    })
  const history = () => app.inject({ url: '/api/chat/history', headers: { cookie: `motcua_chat=${cookie}` } })
  return { app, chat, post, history, sessions, cookie }
}

const id = '0b8f9a52-5b3e-4a2e-9a53-2f8f0b6f0a11'

describe('posting', () => {
  it('stores what was typed under the page’s own id', async () => {
    const { post, chat } = await start()
    const answer = await post({ id, text: 'em mới sinh cháu' })
    expect(answer.statusCode).toBe(202)
    expect(answer.json()).toEqual({ id })
    expect(chat.heard).toMatchObject([
      { channel: 'web', event: { kind: 'text', text: 'em mới sinh cháu' }, group: false },
    ])
    expect(chat.heard[0]?.externalId).toBe(`${chat.heard[0]?.chat}:${id}`)
    expect(chat.heard[0]?.limitKey).toMatch(/^[\w-]{24}$/)
  })

  it('accepts the same id again without effect', async () => {
    const { post, chat, history } = await start()
    await post({ id, text: 'xin chào' })
    expect((await post({ id, text: 'xin chào' })).statusCode).toBe(202)
    expect(chat.heard).toHaveLength(1)
    expect((await history()).json().entries).toHaveLength(2)
  })

  it('keeps the ids of two sessions apart', async () => {
    const { post, chat, sessions } = await start()
    await post({ id, text: 'một' })
    await post({ id, text: 'hai' }, { cookie: `motcua_chat=${sessions.create().cookie}` })
    expect(chat.heard.map(({ event }) => event)).toEqual([
      { kind: 'text', text: 'một' },
      { kind: 'text', text: 'hai' },
    ])
  })

  it('takes a tap with the message it belongs to, the language, and an opening with or without a procedure', async () => {
    const { post, chat } = await start()
    await post({ id: randomUUID(), tap: 'g1.married.yes', of: '12' })
    await post({ id: randomUUID(), language: 'en' })
    await post({ id: randomUUID(), start: null })
    await post({ id: randomUUID(), start: '1.001193', lang: 'en' })
    expect(chat.heard).toMatchObject([
      { event: { kind: 'tap', data: 'g1.married.yes' }, tappedMessage: '12' },
      { event: { kind: 'language', lang: 'en' } },
      { event: { kind: 'start' } },
      { event: { kind: 'start', payload: '1.001193' }, locale: 'en' },
    ])
  })

  it('takes 100,000 characters, of three bytes each or with a third of them escaped', async () => {
    const { post, chat } = await start()
    const long = 'ệ'.repeat(100_000)
    const escaped = `{"id":"${id}","text":"${'\\u1ec7thử'.repeat(25_000)}"}`
    expect((await post({ id: randomUUID(), text: long })).statusCode).toBe(202)
    expect((await post(escaped)).statusCode).toBe(202)
    expect(chat.heard.map(({ event }) => event.kind === 'text' && event.text.length)).toEqual([
      100_000, 100_000,
    ])
  })

  it.each<[string, unknown, number, string]>([
    ['no text', { id, text: '' }, 400, 'bad_request'],
    ['blanks only', { id, text: ' \n\t ' }, 400, 'bad_request'],
    ['101,000 characters', { id, text: 'a'.repeat(101_000) }, 413, 'too_large'],
    ['two megabytes', { id, text: 'a'.repeat(2_000_000) }, 413, 'too_large'],
    ['an id that is none', { id: '1', text: 'a' }, 400, 'bad_request'],
    ['nothing done', { id }, 400, 'bad_request'],
    ['two things done', { id, text: 'a', tap: 'b' }, 400, 'bad_request'],
    ['an unknown language', { id, language: 'fr' }, 400, 'bad_request'],
    ['text that is no text', { id, text: { $gt: '' } }, 400, 'bad_request'],
    ['broken JSON', '{"id":', 400, 'bad_request'],
    ['a poisoned prototype', `{"id":"${id}","text":"a","__proto__":{"x":1}}`, 400, 'bad_request'],
  ])('refuses %s with a text in both languages', async (_name, body, status, code) => {
    const { post, chat } = await start()
    const answer = await post(body)
    expect(answer.statusCode).toBe(status)
    expect(answer.json().error).toMatchObject({
      code,
      message: { vi: expect.any(String), en: expect.any(String) },
    })
    expect(chat.heard).toEqual([])
  })

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'refuses %s',
    async (type) => {
      const { post, chat } = await start()
      const answer = await post({ id, text: 'a' }, { 'content-type': type })
      expect(answer.statusCode).toBe(415)
      expect(chat.heard).toEqual([])
    },
  )

  it.each<[string, Record<string, string>, number]>([
    ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }, 403],
    ['another origin of the same site', { 'sec-fetch-site': 'same-site' }, 403],
    ['an old browser on another site', { origin: 'https://evil.example' }, 403],
    ['a sandboxed page', { origin: 'null' }, 403],
    ['our page', { 'sec-fetch-site': 'same-origin', origin: 'https://motcua.example' }, 202],
    ['our page on plain http', { origin: 'http://10.0.0.5:8080', host: '10.0.0.5:8080' }, 202],
    [
      'our page behind a proxy that renames the host',
      { origin: 'https://motcua.example', host: 'upstream' },
      202,
    ],
    ['a program', {}, 202],
  ])('judges where it came from: %s', async (_name, headers, status) => {
    const { post } = await start({ publicUrl: 'https://motcua.example' })
    expect((await post({ id, text: 'a' }, headers)).statusCode).toBe(status)
  })

  it('slows down who sends too much, and says for how long', async () => {
    const { post, chat, sessions } = await start({ limits: { messagesPerSession: 3 } })
    const answers = []
    for (let count = 0; count < 5; count++) answers.push(await post({ id: randomUUID(), text: 'a' }))
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([202, 202, 202, 429, 429])
    expect(Number(answers[4]?.headers['retry-after'])).toBeGreaterThan(0)
    expect(answers[4]?.json().error.code).toBe('too_many')
    expect(chat.heard).toHaveLength(3)
    const other = await post({ id, text: 'a' }, { cookie: `motcua_chat=${sessions.create().cookie}` })
    expect(other.statusCode).toBe(202)
  })

  it('limits an address that makes a session for each message', async () => {
    const { post } = await start({ limits: { messagesPerAddress: 3 } })
    const answers = []
    for (let count = 0; count < 4; count++) {
      answers.push((await post({ id: randomUUID(), text: 'a' }, { cookie: '' })).statusCode)
    }
    expect(answers).toEqual([202, 202, 202, 429])
  })

  it.each<[string, unknown, number]>([
    ['malformed', `{"id":${'['.repeat(390_000)}`, 400],
    ['too large', { id, text: 'a'.repeat(500_000) }, 413],
  ])(
    'makes long %s posts count for more, and refuses the next before reading it',
    async (_name, body, status) => {
      const { post } = await start({ limits: { messagesPerAddress: 58 } })
      const answers = []
      for (let count = 0; count < 4; count++) answers.push((await post(body, { cookie: '' })).statusCode)
      expect(answers).toEqual([status, status, status, 429])
    },
  )

  it('counts a short malformed post as one', async () => {
    const { post } = await start({ limits: { messagesPerAddress: 3 } })
    const answers = []
    for (let count = 0; count < 4; count++) answers.push((await post('{"id":', { cookie: '' })).statusCode)
    expect(answers).toEqual([400, 400, 400, 429])
  })

  it('counts posts of other origins', async () => {
    const { post } = await start({ limits: { messagesPerAddress: 2 } })
    const answers = []
    for (let count = 0; count < 3; count++)
      answers.push((await post({ id, text: 'a' }, { cookie: '', 'sec-fetch-site': 'cross-site' })).statusCode)
    expect(answers).toEqual([403, 403, 429])
  })

  it('refuses thousands of unknown keys without naming each', async () => {
    const { post } = await start()
    const many = Object.fromEntries(Array.from({ length: 20_000 }, (_, key) => [`k${key}`, 1]))
    const validate = vi.spyOn(posted._zod, 'run')
    expect((await post(many)).statusCode).toBe(400)
    expect((await post({ id, text: 'a' })).statusCode).toBe(202)
    expect(validate).toHaveBeenCalledOnce()
    validate.mockRestore()
  })

  it('limits all addresses of an IPv6 network together', async () => {
    const { app } = await start({ limits: { messagesPerAddress: 2 } })
    const answers = []
    for (const remoteAddress of ['2001:db8::1', '2001:db8::2', '2001:db8::3', '2001:db8:0:1::1']) {
      const payload = { id: randomUUID(), text: 'a' }
      const url = '/api/chat/messages'
      answers.push((await app.inject({ method: 'POST', url, payload, remoteAddress })).statusCode)
    }
    expect(answers).toEqual([202, 202, 429, 202])
  })

  it('takes ten messages in one second, in order', async () => {
    const { post, chat } = await start()
    for (let count = 0; count < 10; count++) await post({ id: randomUUID(), text: String(count) })
    expect(chat.heard.map(({ event }) => event.kind === 'text' && event.text).join('')).toBe('0123456789')
  })

  it('says nothing of the inside when the database is away, so that the page tries again', async () => {
    const { post, chat } = await start()
    chat.faults.storing = true
    const answer = await post({ id, text: 'a' })
    expect(answer.statusCode).toBe(503)
    expect(answer.body).not.toContain('ECONNREFUSED')
    chat.faults.storing = false
    expect((await post({ id, text: 'a' })).statusCode).toBe(202)
  })
})

describe('the session', () => {
  it('is a cookie that scripts and other sites do not get', async () => {
    const { app } = await start({ publicUrl: 'https://motcua.example' })
    const [cookie] = (await app.inject('/api/chat/history')).cookies
    expect(cookie).toMatchObject({
      name: 'motcua_chat',
      httpOnly: true,
      secure: true,
      sameSite: 'Lax',
      path: '/',
    })
  })

  it('works without https where there is none', async () => {
    const { app } = await start()
    expect((await app.inject('/api/chat/history')).cookies[0]?.secure).toBeUndefined()
  })

  it('stays the same over requests', async () => {
    const { history, cookie } = await start()
    expect((await history()).cookies[0]?.value).toBe(cookie)
  })

  it.each(['forged', `${'a'.repeat(43)}.${'a'.repeat(43)}`, 'x'.repeat(4000)])(
    'is a new one for a forged cookie: %.20s',
    async (forged) => {
      const { app, post, chat } = await start()
      await post({ id, text: 'của tôi' })
      const answer = await app.inject({
        url: '/api/chat/history',
        headers: { cookie: `motcua_chat=${forged}` },
      })
      expect(answer.json().entries).toEqual([])
      expect(answer.cookies[0]?.value).not.toBe(forged)
      expect(chat.heard).toHaveLength(1)
    },
  )
})

describe('the history', () => {
  it('holds both sides in order and where to go on', async () => {
    const { post, history } = await start()
    const tap = randomUUID()
    await post({ id: randomUUID(), start: null })
    await post({ id, text: 'xin chào' })
    await post({ id: tap, tap: 'g1.a.b', of: '2' })
    const { entries, cursor } = (await history()).json()
    expect(cursor).toBe('3')
    expect(entries).toMatchObject([
      { from: 'assistant', id: '1', reply: { blocks: [{ text: 'start' }] } },
      { from: 'citizen', id, text: 'xin chào' },
      { from: 'assistant', id: '2' },
      { from: 'citizen', id: tap, tap: 'g1.a.b', of: '2' },
      { from: 'assistant', id: '3' },
    ])
  })

  it('is empty for a new session', async () => {
    const { app } = await start()
    expect((await app.inject('/api/chat/history')).json()).toEqual({ entries: [], cursor: '0' })
  })
})

describe('views', () => {
  it.each<[string, Partial<WebChatLimits>, boolean]>([
    ['a session', { viewsPerSession: 2 }, true],
    ['an address', { viewsPerAddress: 2 }, false],
  ])('are limited for %s, the history and streams together', async (_name, limits, known) => {
    const { app, cookie } = await start({ limits })
    const headers = known ? { cookie: `motcua_chat=${cookie}` } : {}
    const answers = [
      await app.inject({ url: '/api/chat/history', headers }),
      await app.inject({ url: '/api/chat/events?after=none', headers }),
      await app.inject({ url: '/api/chat/history', headers }),
      await app.inject({ url: '/api/chat/events', headers }),
    ]
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 400, 429, 429])
    expect(Number(answers[3]?.headers['retry-after'])).toBeGreaterThan(0)
  })
})

describe('the stream', () => {
  async function listen(
    app: FastifyInstance,
    cookie: string,
    headers: Record<string, string> = {},
    query = '',
  ) {
    const base = app.server.listening
      ? `http://127.0.0.1:${(app.server.address() as { port: number }).port}`
      : await app.listen({ host: '127.0.0.1', port: 0 })
    const abort = new AbortController()
    const answer = await fetch(`${base}/api/chat/events${query}`, {
      headers: { cookie: `motcua_chat=${cookie}`, ...headers },
      signal: abort.signal,
    })
    const got = { text: '', ended: false }
    const reading = (async () => {
      const decoder = new TextDecoder()
      for await (const chunk of answer.body ?? []) got.text += decoder.decode(chunk, { stream: true })
      got.ended = true
    })().catch(() => undefined)
    return { answer, got, leave: () => abort.abort(), reading }
  }
  const idsOf = (text: string) => [...text.matchAll(/^id: (\d+)$/gm)].map(([, number]) => number)

  it('brings what is said while it is open, each with its id', async () => {
    const { app, post, cookie } = await start()
    const stream = await listen(app, cookie)
    expect(stream.answer.headers.get('content-type')).toBe('text/event-stream')
    expect(stream.answer.headers.get('content-security-policy')).toContain("default-src 'none'")
    await post({ id, text: 'xin chào' })
    await vi.waitFor(() => expect(idsOf(stream.got.text)).toEqual(['1']))
    expect(stream.got.text).toContain('event: message\ndata: {"from":"assistant","id":"1"')
    stream.leave()
  })

  it('goes on after the last message the browser had', async () => {
    const { app, post, cookie } = await start()
    for (let count = 0; count < 4; count++) await post({ id: randomUUID(), text: 'a' })
    const first = await listen(app, cookie, {}, '?after=1')
    await vi.waitFor(() => expect(idsOf(first.got.text)).toEqual(['2', '3', '4']))
    first.leave()
    // The browser's own header is newer than the address it was opened with.
    const again = await listen(app, cookie, { 'last-event-id': '3' }, '?after=1')
    await vi.waitFor(() => expect(idsOf(again.got.text)).toEqual(['4']))
    again.leave()
  })

  it('brings more than one reading holds', async () => {
    const { app, chat, post, cookie } = await start()
    await post({ id, text: 'a' })
    const name = chat.heard[0]?.chat ?? ''
    for (let count = 0; count < 120; count++) chat.say(name, { blocks: [] })
    const stream = await listen(app, cookie)
    await vi.waitFor(() => expect(idsOf(stream.got.text)).toHaveLength(121))
    stream.leave()
  })

  it('never shows one session what another is told', async () => {
    const { app, post, cookie, sessions } = await start()
    const other = await listen(app, sessions.create().cookie)
    const own = await listen(app, cookie)
    await post({ id, text: 'xin chào' })
    await vi.waitFor(() => expect(idsOf(own.got.text)).toEqual(['1']))
    expect(idsOf(other.got.text)).toEqual([])
    own.leave()
    other.leave()
  })

  it('serves several tabs, and forgets them when they go', async () => {
    const { app, chat, post, cookie } = await start()
    const tabs = [await listen(app, cookie), await listen(app, cookie)]
    await post({ id, text: 'a' })
    for (const tab of tabs) await vi.waitFor(() => expect(idsOf(tab.got.text)).toEqual(['1']))
    for (const tab of tabs) tab.leave()
    await vi.waitFor(() => expect(chat.listening()).toEqual([]))
  })

  it('refuses one stream too many and takes it again when another has gone', async () => {
    const { app, cookie } = await start({ limits: { streamsPerSession: 1 } })
    const first = await listen(app, cookie)
    const refused = await listen(app, cookie)
    expect(refused.answer.status).toBe(429)
    expect(refused.answer.headers.get('retry-after')).toBe('30')
    first.leave()
    await vi.waitFor(async () => {
      const again = await listen(app, cookie)
      expect(again.answer.status).toBe(200)
      again.leave()
    })
  })

  it('beats, so that the page sees a dead connection', async () => {
    const { app, cookie } = await start({ heartbeatMs: 5 })
    const stream = await listen(app, cookie)
    await vi.waitFor(() => expect(stream.got.text).toContain('event: beat'))
    stream.leave()
  })

  it('ends cleanly when the server closes', async () => {
    const { app, cookie } = await start()
    const stream = await listen(app, cookie)
    await app.close()
    await stream.reading
    expect(stream.got.ended).toBe(true)
  })

  it.each(['abc', '-1', '1;drop', '9'.repeat(40)])('refuses %s as a place to go on from', async (after) => {
    const { app } = await start()
    const answer = await app.inject(`/api/chat/events?after=${encodeURIComponent(after)}`)
    expect(answer.statusCode).toBe(400)
  })
})
