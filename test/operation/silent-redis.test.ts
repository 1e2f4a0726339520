import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createInstallation, type Installation } from '../support/start-server.ts'

/** Takes connections and never says a word, as a Redis on a machine that hangs. */
const peers = new Set<Socket>()
const silent = createServer((peer) => peers.add(peer))
let installation: Installation

beforeAll(async () => {
  silent.listen(0, '127.0.0.1')
  await once(silent, 'listening')
  const { port } = silent.address() as AddressInfo
  installation = await createInstallation({ REDIS_URL: `redis://127.0.0.1:${port}` }, { embedded: true })
})
afterAll(async () => {
  await installation.remove()
  for (const peer of peers) peer.destroy()
  silent.close()
})

it('a Redis that fell silent holds up neither the start nor an end in order', async () => {
  const server = await installation.start()
  expect((await server.health()).parts.queue.status).toBe('degraded')
  expect(await server.stop()).toEqual({ code: 0, signal: null })
  expect(installation.output()).toContain('"msg":"stopped"')
}, 180_000)
