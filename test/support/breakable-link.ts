import type { AddressInfo } from 'node:net'
import { createServer, connect as dial, type NetConnectOpts, type Server, type Socket } from 'node:net'
import { freePort } from './free-port.ts'
import { joinSockets } from './join-sockets.ts'

/** A way to a server on loopback that can be cut and mended, while the server itself lives on. */
export interface BreakableLink {
  readonly port: number
  /** Drops what is connected and refuses what comes. */
  cut(): Promise<void>
  mend(): Promise<void>
}

/** Makes a link, cut at first. @param target the server, as `net.connect` takes it */
export async function breakableLink(target: NetConnectOpts): Promise<BreakableLink> {
  const sockets = new Set<Socket>()
  // While it is cut, nobody else may be given its port.
  let server = await listen(await freePort())
  const { port } = server.address() as AddressInfo

  function listen(on: number): Promise<Server> {
    const { promise, resolve, reject } = Promise.withResolvers<Server>()
    const opened = createServer((near) => {
      joinSockets(near, dial(target), sockets)
    })
    opened.once('error', reject)
    opened.listen(on, '127.0.0.1', () => resolve(opened))
    return promise
  }

  async function cut(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    server.close(() => resolve())
    for (const socket of sockets) socket.destroy()
    await promise
  }

  await cut()
  return {
    port,
    cut,
    async mend() {
      server = await listen(port)
    },
  }
}
