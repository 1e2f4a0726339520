import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/**
 * Node closes idle connections when a server closes, but not those on which nothing was ever asked: browsers
 * open some ahead of need, and each would hold the shutdown up for a minute. Call it before listening.
 * @returns the function that drops every connection without a request in hand, those still to come included
 */
export function dropIdleConnections(server: Pick<Server, 'on'>): () => void {
  const idle = new Set<Socket>()
  const state = { closing: false }
  const rest = (socket: Socket) => {
    if (socket.destroyed) return
    if (state.closing) socket.destroySoon()
    else idle.add(socket)
  }
  server.on('connection', (socket: Socket) => {
    socket.once('close', () => idle.delete(socket))
    rest(socket)
  })
  server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    idle.delete(socket)
    response.once('close', () => rest(socket))
  })
  return () => {
    state.closing = true
    for (const socket of idle) socket.destroy()
  }
}
