import { randomUUID } from 'node:crypto'
import { deflateSync } from 'node:zlib'
import { expect, it, onTestFinished, vi } from 'vitest'
import { createHealth } from '../../../server/health.ts'
import { createHttp } from '../../../server/http/create-http.ts'
import { createLog } from '../../../server/log.ts'
import { createMetrics } from '../../../server/metrics.ts'
import { createScriptedChat } from '../../../test/browser/scripted-chat.ts'
import { pngOf, qrPicture, toJpeg, toPng } from '../../../test/support/photo.ts'
import { createPhotoDecoder } from '../../photos/create-photo-decoder.ts'
import { type WebChatOptions, webChatRoutes } from './routes.ts'
import { createSessions } from './session.ts'

const slip = 'HS-AB2D-EF4H-JK6M'
const id = '0b8f9a52-5b3e-4a2e-9a53-2f8f0b6f0a11'
const photo = toJpeg(qrPicture(`https://motcua.example/l/${slip}`, 5))

async function start(options: Partial<WebChatOptions> = {}) {
  const chat = createScriptedChat(() => [])
  const sessions = createSessions(Buffer.alloc(32, 7))
  const decoder = createPhotoDecoder({ log: createLog('silent') })
  const decodePhoto = vi.fn(options.decodePhoto ?? decoder.decode)
  const { app } = await createHttp({
    log: createLog('silent'),
    health: createHealth(),
    metrics: createMetrics(async () => ({ events: 0, messages: 0 })),
    frontPage: () => ({ units: [], channels: [] }),
    routes: [webChatRoutes({ source: chat.source, sessions, ...options, decodePhoto })],
  })
  onTestFinished(() => Promise.all([app.close(), decoder.stop()]).then(() => {}))
  const cookie = `motcua_chat=${sessions.create().cookie}`
  const post = (payload: Buffer, headers: Record<string, string> = {}, query = `id=${id}`) =>
    app.inject({
      method: 'POST',
      url: `/api/chat/photos?${query}`,
      headers: { 'content-type': 'image/jpeg', cookie, ...headers },
      payload,
    })
  const history = () => app.inject({ url: '/api/chat/history', headers: { cookie } })
  return { app, chat, post, history, decodePhoto }
}

it('stores what the code in a photo says, under the page’s own id, and shows that a photo was sent', async () => {
  const { chat, post, history } = await start()
  const answer = await post(photo)
  expect([answer.statusCode, answer.json()]).toEqual([202, { id }])
  expect(chat.heard).toMatchObject([
    { channel: 'web', group: false, event: { kind: 'photo_read', codes: [slip] } },
  ])
  expect(chat.heard[0]?.externalId).toBe(`${chat.heard[0]?.chat}:${id}`)
  expect(chat.heard[0]?.limitKey).toMatch(/^[\w-]{24}$/)
  expect((await history()).json().entries).toEqual([
    { from: 'citizen', id, at: expect.any(String), photo: true },
  ])
})

it('takes a PNG, the same photo twice without effect, and one that shows nothing', async () => {
  const { chat, post } = await start()
  const png = { 'content-type': 'image/png' }
  expect((await post(toPng(qrPicture(slip, 5)), png)).statusCode).toBe(202)
  expect((await post(toPng(qrPicture(slip, 5)), png)).statusCode).toBe(202)
  const nothing = pngOf({ width: 8, height: 8, packed: deflateSync(Buffer.alloc(72)) })
  expect((await post(nothing, png, `id=${randomUUID()}`)).statusCode).toBe(202)
  expect(chat.heard.map(({ event }) => event)).toEqual([
    { kind: 'photo_read', codes: [slip] },
    { kind: 'photo_read', codes: [] },
  ])
})

it.each<[string, Buffer, Record<string, string>, string, number]>([
  ['no photo', Buffer.from('%PDF-1.7'), {}, `id=${id}`, 400],
  ['nothing', Buffer.alloc(0), {}, `id=${id}`, 400],
  ['a HEIC', photo, { 'content-type': 'image/heic' }, `id=${id}`, 415],
  ['JSON', Buffer.from('{}'), { 'content-type': 'application/json' }, `id=${id}`, 415],
  ['a form', photo, { 'content-type': 'multipart/form-data; boundary=x' }, `id=${id}`, 415],
  ['more than ten megabytes', Buffer.concat([photo, Buffer.alloc(10 * 1024 * 1024)]), {}, `id=${id}`, 413],
  [
    'a bomb of pixels',
    pngOf({ width: 50_000, height: 50_000, packed: deflateSync('') }),
    { 'content-type': 'image/png' },
    `id=${id}`,
    413,
  ],
  ['a photo without an id', photo, {}, '', 400],
  ['a photo of another site', photo, { 'sec-fetch-site': 'cross-site' }, `id=${id}`, 403],
])('refuses %s, reading nothing', async (_name, body, headers, query, status) => {
  const { chat, post, decodePhoto } = await start()
  const answer = await post(body, headers, query)
  expect(answer.statusCode).toBe(status)
  expect(answer.json().error.message).toEqual({ vi: expect.any(String), en: expect.any(String) })
  expect(decodePhoto).not.toHaveBeenCalled()
  expect(chat.heard).toEqual([])
})

it('slows down who sends too many, before their photos are taken in', async () => {
  const { post, decodePhoto } = await start({ decodePhoto: async () => [], limits: { photosPerSession: 2 } })
  const answers = []
  for (let count = 0; count < 4; count++) answers.push(await post(photo, {}, `id=${randomUUID()}`))
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([202, 202, 429, 429])
  expect(Number(answers[3]?.headers['retry-after'])).toBeGreaterThan(0)
  expect(decodePhoto).toHaveBeenCalledTimes(2)
})

it('leaves the other posts to JSON', async () => {
  const { app } = await start()
  const answer = await app.inject({
    method: 'POST',
    url: '/api/chat/messages',
    headers: { 'content-type': 'image/jpeg' },
    payload: photo,
  })
  expect(answer.statusCode).toBe(415)
})
