import { createServer as createHttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createServer, type Server, type Socket } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createBotClient } from './bot-client.ts'

const token = '700100:AAE-a_token_that_must_not_be_seen_00'

/** A server that does with each connection what it is told to. */
async function serve(handle: (socket: Socket) => void, scheme: 'http' | 'https', connectTimeoutMs = 5_000) {
  const sockets = new Set<Socket>()
  const server: Server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    handle(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  const apiRoot = `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`
  const client = createBotClient({ token, apiRoot, connectTimeoutMs })
  return (timeoutMs: number, signal?: AbortSignal) => client.call('getMe', {}, { timeoutMs, signal })
}

const answer = (status: string, body: string) => (socket: Socket) =>
  socket.on('data', () =>
    socket.write(`HTTP/1.1 ${status}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`),
  )

describe('a call whose connection never stood', () => {
  it('was certainly not received: TLS that takes too long', async () => {
    const call = await serve(() => {}, 'https', 20)
    expect(await call(5_000)).toMatchObject({
      failure: { kind: 'unreachable', detail: 'NOT_CONNECTED ETIMEDOUT' },
    })
  })

  it('was certainly not received: TLS that is cut', async () => {
    const call = await serve((socket) => socket.once('data', () => socket.resetAndDestroy()), 'https')
    expect(await call(5_000)).toMatchObject({
      failure: { kind: 'unreachable', detail: 'NOT_CONNECTED ECONNRESET' },
    })
  })
})

describe('a call that was on its way', () => {
  it('is lost when no answer comes in time', async () => {
    const call = await serve(() => {}, 'http')
    expect(await call(30)).toEqual({ ok: false, failure: { kind: 'lost', detail: 'no answer in time' } })
  })

  it('is lost when the connection is cut, before or within the answer', async () => {
    const before = await serve((socket) => socket.once('data', () => socket.resetAndDestroy()), 'http')
    expect(await before(5_000)).toEqual({ ok: false, failure: { kind: 'lost', detail: 'ECONNRESET' } })
    const within = await serve((socket) => {
      socket.once('data', () =>
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{"ok"', () => socket.destroy()),
      )
    }, 'http')
    expect(await within(5_000)).toMatchObject({ failure: { kind: 'lost' } })
  })

  it('is lost when the answer makes no sense', async () => {
    const call = await serve(answer('200 OK', '<html>'), 'http')
    expect(await call(5_000)).toEqual({ ok: false, failure: { kind: 'lost', detail: 'invalid-json' } })
  })

  it('is aborted by its caller', async () => {
    const call = await serve(() => {}, 'http')
    const controller = new AbortController()
    const result = call(5_000, controller.signal)
    controller.abort()
    expect(await result).toMatchObject({ failure: { kind: 'aborted' } })
    expect(await call(5_000, controller.signal)).toMatchObject({ failure: { kind: 'aborted' } })
  })
})

it('keeps the path of a root that has one', async () => {
  let asked = ''
  const server = createHttpServer((request, response) => {
    asked = request.url ?? ''
    response.end('{"ok":true,"result":7}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close().closeAllConnections())
  const apiRoot = `http://127.0.0.1:${(server.address() as AddressInfo).port}/gateway`
  const result = await createBotClient({ token, apiRoot }).call('getMe', {}, { timeoutMs: 5_000 })
  expect(result).toEqual({ ok: true, result: 7 })
  expect(asked).toBe(`/gateway/bot${token}/getMe`)
})

describe('an answer that refuses', () => {
  it('is told in codes, without what it quotes', async () => {
    const description = `Bad Request: no \\"số 12 ngõ 3\\" for ${token}`
    const body = `{"ok":false,"error_code":400,"description":"${description}"}`
    const call = await serve(answer('400 Bad Request', body), 'http')
    expect(await call(5_000)).toMatchObject({
      failure: { status: 400, detail: '400 Bad Request: no "…" for [token]' },
    })
  })

  it('gives its connection back, however long its page is', async () => {
    let connections = 0
    const call = await serve((socket) => {
      connections += 1
      answer('502 Bad Gateway', 'x'.repeat(1_000_000))(socket)
      socket.on('close', () => {
        connections -= 1
      })
    }, 'http')
    for (let n = 0; n < 5; n += 1) expect(await call(5_000)).toMatchObject({ failure: { status: 502 } })
    await expect.poll(() => connections).toBeLessThan(2)
  })
})
