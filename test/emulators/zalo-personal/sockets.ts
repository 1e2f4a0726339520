import { randomBytes } from 'node:crypto'
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { type Mode, sealEvent } from './cipher.ts'
import { exactJson } from './exact-json.ts'
import { type Frame, readFrame, writeFrame } from './frames.ts'

const keyFrame = 1
const ping = 2
const duplicateConnection = 3000
const abnormal = 1006

interface Connection {
  /** Counts the handshakes that went through, from 1. */
  number: number
  ws: WebSocket
  raw: Duplex
  key: Buffer
  frozen: boolean
}

interface Ping {
  at: number
  /** The number of the connection it came by. */
  connection: number
}

/** An event to the account; its data are wrapped by `encrypt`. */
export interface Push {
  cmd: number
  subCmd?: number
  data: object
  encrypt: Mode
}

interface Hooks {
  /** Whether whoever knocks may come in, by the headers of the handshake. */
  admits(request: IncomingMessage): boolean
  /** @returns the answer to a frame of the client */
  onFrame(frame: Frame): Push | undefined
  /** A second connection ends the first, with code 3000. */
  oneOnly: boolean
}

export type Sockets = ReturnType<typeof createSockets>

/** The websockets of the account, with the ways they break. */
export function createSockets(server: Server, hooks: Hooks) {
  const wss = new WebSocketServer({ noServer: true })
  const open = new Set<Connection>()
  const stalled = new Set<Duplex>()
  /** Those that are closing, too: a frozen one never gets there by itself. */
  const alive = new Set<Duplex>()
  const pings: Ping[] = []
  const attempts: { at: number; path: string; headers: IncomingMessage['headers'] }[] = []
  let opened = 0
  let most = 0
  let toRefuse = 0
  let toStall = 0
  let keyless = 0

  server.on('upgrade', (request, raw, head) => {
    attempts.push({ at: Date.now(), path: request.url ?? '/', headers: request.headers })
    raw.on('error', () => {})
    alive.add(raw)
    raw.on('close', () => alive.delete(raw))
    if (toRefuse > 0) {
      toRefuse -= 1
      return void raw.destroy()
    }
    if (toStall > 0) {
      toStall -= 1
      stalled.add(raw)
      return void raw.on('close', () => stalled.delete(raw))
    }
    if (!request.url?.startsWith('/ws/') || !hooks.admits(request)) {
      return void raw.end('HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: close\r\n\r\n')
    }
    wss.handleUpgrade(request, raw, head, (ws) => accept(ws, raw))
  })

  function accept(ws: WebSocket, raw: Duplex): void {
    if (hooks.oneOnly) for (const one of open) kick(one)
    opened += 1
    const connection: Connection = { number: opened, ws, raw, key: randomBytes(16), frozen: false }
    open.add(connection)
    most = Math.max(most, open.size)
    ws.on('close', () => open.delete(connection))
    ws.on('error', () => {})
    ws.on('message', (data: Buffer) => {
      if (connection.frozen) return
      const frame = readFrame(Buffer.isBuffer(data) ? data : Buffer.from(data))
      if (frame?.cmd === ping) pings.push({ at: Date.now(), connection: connection.number })
      const answer = frame && hooks.onFrame(frame)
      if (answer) send(connection, answer)
    })
    if (keyless > 0) keyless -= 1
    else {
      const body = { key: connection.key.toString('base64') }
      ws.send(writeFrame({ cmd: keyFrame, subCmd: 1, body }))
    }
  }

  function send(connection: Connection, { cmd, subCmd = 0, data, encrypt }: Push): void {
    if (connection.frozen) return
    const sealed = sealEvent(exactJson({ error_code: 0, data }), encrypt, connection.key)
    connection.ws.send(writeFrame({ cmd, subCmd, body: { encrypt, data: sealed } }))
  }

  function kick(connection: Connection): void {
    connection.ws.send(writeFrame({ cmd: duplicateConnection, subCmd: 0, body: { encrypt: 0, data: '{}' } }))
    dropOne(connection, duplicateConnection)
  }

  /** Gone from the emulator's side at once; the client hears of it by its own means. */
  function dropOne(connection: Connection, code: number): void {
    open.delete(connection)
    if (code === abnormal) connection.ws.terminate()
    else connection.ws.close(code)
  }

  function drop(code: number): number {
    const dropped = [...open]
    for (const connection of dropped) dropOne(connection, code)
    return dropped.length
  }

  return {
    pings: pings as readonly Ping[],
    /** Every handshake that began, those that came to nothing included. */
    attempts: attempts as readonly { at: number; path: string; headers: IncomingMessage['headers'] }[],
    /** Open now. */
    get open() {
      return open.size
    },
    /** Open at one moment, at the most. */
    get most() {
      return most
    },
    /** Handshakes that went through, in all. */
    get opened() {
      return opened
    },
    get stalled() {
      return stalled.size
    },
    /** @returns to how many connections it went; to frozen ones it goes in vain */
    send(push: Push): number {
      for (const connection of open) send(connection, push)
      return open.size
    },
    /** A frame as it stands. */
    sendRaw(bytes: Buffer): void {
      for (const connection of open) connection.ws.send(bytes)
    },
    /** Closes what is open with a code; 1006 cuts it. @returns how many there were */
    dropWith: drop,
    dropHard: () => drop(abnormal),
    /** What Zalo does to a connection when another one of the account is opened: the frame, then the code. */
    kick(): void {
      for (const connection of open) kick(connection)
    },
    /** The next handshakes are cut. */
    refuse(times: number): void {
      toRefuse = times
    },
    /** The next handshakes are taken and never answered. */
    stall(times: number): void {
      toStall = times
    },
    /** The next connections are never told their key. */
    withholdKey(times: number): void {
      keyless = times
    },
    /** What is open stays open, but nothing passes any more, pongs neither. */
    freeze(): void {
      for (const connection of open) {
        connection.frozen = true
        connection.raw.pause()
      }
    },
    /** What was frozen goes on, with what the client sent meanwhile. */
    thaw(): void {
      for (const connection of open) {
        connection.frozen = false
        connection.raw.resume()
      }
    },
    closeAll(): void {
      open.clear()
      for (const raw of alive) raw.destroy()
    },
  }
}
