import type { AddressInfo } from 'node:net'
import { createServer, connect as dial, type Socket } from 'node:net'
import { joinSockets } from '../../support/join-sockets.ts'

/** A way to an emulator that counts the messages sent through it: tells which of two processes sent them. */
export async function countingLink(target: string) {
  const { hostname, port } = new URL(target)
  const sockets = new Set<Socket>()
  const counts = { messages: 0 }
  const server = createServer((near) => {
    const far = dial(Number(port), hostname)
    near.on('data', (bytes) => {
      counts.messages += bytes.toString('latin1').split('/sendMessage ').length - 1
    })
    joinSockets(near, far, sockets)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    messages: () => counts.messages,
    close() {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}
