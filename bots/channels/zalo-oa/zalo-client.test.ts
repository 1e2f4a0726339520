import { createServer as createHttpServer } from 'node:http'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createZaloClient } from './zalo-client.ts'

/** A server that does with each connection what it is told to. */
async function serve(handle: (socket: Socket) => void, scheme: 'http' | 'https' = 'http', connectMs = 5_000) {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    handle(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  const root = `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`
  const client = createZaloClient(root, connectMs)
  const call = (timeoutMs = 5_000) =>
    client.call({ method: 'POST', path: '/x', json: {}, headers: { access_token: 'a-token' }, timeoutMs })
  return { call, sockets }
}

const answer =
  (status: string, body: string, more = '') =>
  (socket: Socket) =>
    socket.on('data', () =>
      socket.write(`HTTP/1.1 ${status}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n${more}\r\n${body}`),
    )

describe('a call whose connection never stood was certainly not received', () => {
  it.each<[string, (socket: Socket) => void, number, RegExp]>([
    ['TLS that takes too long', () => {}, 20, /ETIMEDOUT/],
    ['TLS that is cut', (socket) => socket.once('data', () => socket.resetAndDestroy()), 5_000, /ECONNRESET/],
  ])('%s', async (_name, handle, connectMs, detail) => {
    const { call } = await serve(handle, 'https', connectMs)
    expect(await call()).toMatchObject({
      failure: { kind: 'unreachable', detail: expect.stringMatching(detail) },
    })
  })

  it('its time over before', async () => {
    const { call } = await serve(() => {}, 'https')
    expect(await call(20)).toMatchObject({ failure: { kind: 'unreachable' } })
  })

  it('a header that cannot be sent', async () => {
    const client = createZaloClient('http://127.0.0.1:1')
    const headers = { access_token: 'a\nb' }
    expect(await client.call({ method: 'GET', path: '/', headers, timeoutMs: 100 })).toMatchObject({
      failure: { kind: 'unreachable', detail: 'ERR_INVALID_CHAR' },
    })
  })
})

describe('a call that was on its way is lost', () => {
  it('when no answer comes in time', async () => {
    // By a connection that stands: on a busy machine a new one may take longer than this.
    const first = 'HTTP/1.1 200 OK\r\nconnection: keep-alive\r\ncontent-length: 11\r\n\r\n{"error":0}'
    const { call } = await serve((socket) => socket.once('data', () => socket.write(first)))
    expect(await call()).toMatchObject({ ok: true })
    expect(await call(30)).toEqual({ ok: false, failure: { kind: 'lost', detail: 'no answer in time' } })
  })

  it.each<[string, (socket: Socket) => void]>([
    ['it is cut', (socket) => socket.once('data', () => socket.resetAndDestroy())],
    [
      'the answer is cut',
      (socket) =>
        socket.once('data', () =>
          socket.write('HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{"err', () => socket.destroy()),
        ),
    ],
    ['the answer is no HTTP', (socket) => socket.once('data', () => socket.write('hello\r\n\r\n'))],
    ['the answer is no JSON', answer('200 OK', '<h1>')],
    ['the answer is a list', answer('200 OK', '[]')],
    ['the answer has no end', answer('200 OK', `"${'x'.repeat(2_000_000)}"`)],
  ])('when %s', async (_name, handle) => {
    const { call } = await serve(handle)
    expect(await call()).toMatchObject({ ok: false, failure: { kind: 'lost' } })
  })
})

describe('a call that is answered', () => {
  it('is what Zalo says, its number a word or a number', async () => {
    const fine = await serve(answer('200 OK', '{"error":0,"data":{"message_id":9007199254740993}}'))
    expect(await fine.call()).toMatchObject({
      ok: true,
      fields: { data: { message_id: '9007199254740993' } },
    })
    for (const number of ['-230', '"-230"']) {
      const no = await serve(
        answer('200 OK', `{"error":${number},"message":"no \\"Hoa\\" 246845883529197922"}`),
      )
      expect(await no.call()).toEqual({
        ok: false,
        failure: { kind: 'refused', status: 200, code: -230, detail: '-230 no "…" …' },
      })
    }
    const page = await serve(answer('502 Bad Gateway', '<h1>'))
    expect(await page.call()).toMatchObject({
      failure: { kind: 'refused', status: 502, code: null, detail: '502' },
    })
  })

  it('goes nowhere else with its token', async () => {
    let asked = 0
    const elsewhere = createHttpServer((_request, response) => {
      asked += 1
      response.end('{}')
    })
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void elsewhere.close())
    const location = `location: http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/\r\n`
    const { call } = await serve(answer('307 Temporary Redirect', '', location))
    expect(await call()).toMatchObject({ failure: { kind: 'refused', status: 307 } })
    expect(asked).toBe(0)
  })

  it('keeps its connection for the next', async () => {
    const { call, sockets } = await serve(answer('200 OK', '{"error":0}', 'connection: keep-alive\r\n'))
    for (let count = 0; count < 3; count++) expect(await call()).toMatchObject({ ok: true })
    expect(sockets.size).toBe(1)
  })
})
