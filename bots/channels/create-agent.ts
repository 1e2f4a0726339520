import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { Socket } from 'node:net'

/** Begins the code of every error that struck before the connection stood. */
export const notConnected = 'NOT_CONNECTED'

/**
 * Keeps connections to a channel's API open, and marks what goes wrong before one stands: such a request was
 * certainly not received, while the same `ECONNRESET` later leaves its outcome unknown.
 * @param connectTimeoutMs how long name, TCP and TLS may take together
 */
export function createAgent(apiRoot: string, connectTimeoutMs: number): HttpAgent {
  const secure = apiRoot.startsWith('https:')
  const options = { keepAlive: true, maxFreeSockets: 256, scheduling: 'lifo' as const }
  const agent = secure ? new HttpsAgent(options) : new HttpAgent(options)
  const connect = agent.createConnection.bind(agent)
  agent.createConnection = (connection, callback) => {
    const socket = connect(connection, callback)
    if (socket instanceof Socket) watch(socket, secure ? 'secureConnect' : 'connect', connectTimeoutMs)
    return socket
  }
  return agent
}

function watch(socket: Socket, stands: string, timeoutMs: number): void {
  // Ours is the first listener, so the request sees the marked code on the same error.
  const mark = (error: NodeJS.ErrnoException) => {
    error.code = `${notConnected} ${error.code ?? ''}`.trim()
  }
  const timer = setTimeout(() => {
    socket.destroy(Object.assign(new Error('connecting took too long'), { code: 'ETIMEDOUT' }))
  }, timeoutMs)
  socket.on('error', mark)
  socket.once(stands, () => {
    clearTimeout(timer)
    socket.off('error', mark)
  })
  socket.once('close', () => clearTimeout(timer))
}
