import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { fetchImage } from './fetch-image.ts'
import { publicLookup } from './public-lookup.ts'

async function serve(listener: RequestListener): Promise<URL> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/secret-token/a.jpg`)
}

const megabyte = Buffer.alloc(1024 * 1024, 1)

it('brings the picture as it is', async () => {
  const url = await serve((_request, response) => response.end('picture'))
  const fetched = await fetchImage({ url, timeoutMs: 5000 })
  expect(fetched.ok && Buffer.from(fetched.bytes).toString()).toBe('picture')
})

it.each<[string, RequestListener, object]>([
  ['is gone', (_, response) => response.writeHead(404).end(), { again: false, detail: 'HTTP 404' }],
  [
    'is somewhere else',
    (_, response) => response.writeHead(302, { location: '/' }).end('x'),
    { again: false },
  ],
  ['is refused for now', (_, response) => response.writeHead(429).end(), { again: true }],
  ['breaks the server', (_, response) => response.writeHead(500).end(), { again: true, detail: 'HTTP 500' }],
  [
    'breaks off',
    (_, response) => {
      response.writeHead(200, { 'content-length': 100 }).write('half')
      setImmediate(() => response.destroy())
    },
    { again: true },
  ],
  [
    'says that it is huge',
    (_, response) => response.writeHead(200, { 'content-length': 20_000_000 }).flushHeaders(),
    { again: false, detail: 'larger than 10 MB' },
  ],
  [
    'turns out to be huge',
    (_, response) => {
      const more = () => void response.write(megabyte, () => response.destroyed || more())
      more()
    },
    { again: false, detail: 'larger than 10 MB' },
  ],
])('says so when it %s, without the address', async (_name, listener, expected) => {
  const fetched = await fetchImage({ url: await serve(listener), timeoutMs: 20_000 })
  expect(fetched).toMatchObject({ ok: false, ...expected })
  expect(JSON.stringify(fetched)).not.toContain('secret-token')
})

it.each<[string, RequestListener]>([
  ['never comes', () => {}],
  ['comes drop by drop', (_, response) => void response.write('x')],
])('gives up what %s', async (_name, listener) => {
  const fetched = await fetchImage({ url: await serve(listener), timeoutMs: 400 })
  expect(fetched).toMatchObject({ ok: false, again: true, detail: 'no picture in time' })
})

it('does not connect to a name that leads into our own network', async () => {
  const url = await serve((_request, response) => response.end('inside'))
  url.hostname = 'localhost'
  const fetched = await fetchImage({ url, lookup: publicLookup, timeoutMs: 5000 })
  expect(fetched).toMatchObject({ ok: false, detail: 'NOT_PUBLIC' })
})
