import type { Log } from '../../../server/log.ts'
import { asFields } from '../read-json.ts'
import { describeFailure } from './describe-failure.ts'
import type { Pace } from './pace.ts'
import type { Pushed } from './receiving/pushed.ts'
import { inOrder, readPushed } from './receiving/read-pushed.ts'
import type { ZaloAccount, ZaloSocket } from './zalo-client.ts'

/** What comes by a connection, in the order in which it came over the wire. */
export interface Arrivals {
  messages(messages: readonly Pushed[]): void
  /** One answer to a request for old messages. */
  old(group: boolean, messages: readonly Pushed[]): void
  /** Part of what a frame held is lost: one of its messages is not as the library expects. */
  broken(group: boolean): void
  /** An answer to a request for old messages is lost, for the same reason. */
  unreadable(group: boolean): void
  friend(event: unknown): void
  group(event: unknown): void
  takenBack(): void
  receipts(kind: 'delivered' | 'seen', told: unknown): void
}

export interface Connection {
  /** Settles when the socket is gone and all that came by it has been handed on. */
  readonly ended: Promise<Ending>
  requestOld(group: boolean, lastId: string | null): void
  /** Ends it, within a second even if the other side says nothing more. */
  close(why: string): void
}

export type Ending =
  /** Another session of the account was opened, or somebody ended this one: it must not be fought. */
  { kind: 'other_session' } | { kind: 'closed'; detail: string }

const duplicate = 3000
const kicked = 3003
const normal = 1000
/** Kinds of frames: what is written now, and answers to requests for what was. */
const pushed = { people: 501, groups: 521 } as const
const history = { people: 510, groups: 511 } as const
/** How long the other side is waited for when a connection is closed in order. */
const farewellMs = 1_000

/**
 * Opens a login's socket, once, and keeps watch over it. The library delivers frames as their decoding ends, a large
 * one after later small ones; here one is done before the next is begun.
 * @param options.skip how many of the addresses that the login told are passed over
 * @param options.signal gives it up as long as it does not stand
 * @returns when the server has said its first word, or why it never did
 */
export async function connect(
  account: ZaloAccount,
  arrivals: Arrivals,
  pace: Pick<Pace, 'handshake' | 'quiet' | 'probe'>,
  { skip, signal, log }: { skip: number; signal: AbortSignal; log: Pick<Log, 'warn'> },
): Promise<{ ok: true; connection: Connection } | { ok: false; ending: Ending }> {
  const { listener } = account
  const ready = Promise.withResolvers<true>()
  const gone = Promise.withResolvers<Ending>()
  const frame = { open: false, cmd: 0, failed: false, messages: [] as Pushed[] }
  let heardAt = performance.now()
  let otherSession = false
  let why: string | null = null
  /** All that came, one after another; the end of the connection comes last. */
  let line: Promise<unknown> = Promise.resolve()

  listener.on('cipher_key', () => ready.resolve(true))
  // Without somebody listening, an error would end the process.
  listener.on('error', (error) => {
    if (frame.open) frame.failed = true
    else why ??= describeFailure(asFields(error)?.error ?? error).detail
  })
  listener.on('message', (message) => {
    const read = readPushed(message)
    if (read) frame.messages.push(read)
  })
  listener.on('old_messages', (messages, type) => {
    if (!Array.isArray(messages)) return
    const page = messages.flatMap((each) => readPushed(each) ?? [])
    hand(() => arrivals.old(type === 1, page))
  })
  listener.on('undo', () => hand(() => arrivals.takenBack()))
  listener.on('delivered_messages', (told) => hand(() => arrivals.receipts('delivered', told)))
  listener.on('seen_messages', (told) => hand(() => arrivals.receipts('seen', told)))
  listener.on('friend_event', (event) => hand(() => arrivals.friend(event)))
  listener.on('group_event', (event) => hand(() => arrivals.group(event)))
  listener.on('closed', (code) => {
    if (code === duplicate || code === kicked) otherSession = true
    gone.resolve(
      otherSession ? { kind: 'other_session' } : { kind: 'closed', detail: why ?? `closed (${code})` },
    )
  })

  /** What goes wrong with one thing must not keep up all that comes after it. */
  function hand(over: () => void): void {
    try {
      over()
    } catch (err) {
      frame.failed = true
      log.warn({ err }, 'zalo_personal: something that came could not be taken in')
    }
  }

  async function handle(
    onmessage: NonNullable<ZaloSocket['onmessage']>,
    event: { data: unknown },
  ): Promise<void> {
    Object.assign(frame, { open: true, cmd: readCommand(event.data), failed: false, messages: [] })
    if (frame.cmd === duplicate) otherSession = true
    try {
      await onmessage(event)
    } catch {
      // Too short to be a frame at all.
    }
    frame.open = false
    const { cmd, messages } = frame
    if (messages.length > 0) hand(() => arrivals.messages(inOrder(messages)))
    if (!frame.failed) return
    if (cmd === pushed.people || cmd === pushed.groups) hand(() => arrivals.broken(cmd === pushed.groups))
    if (cmd === history.people || cmd === history.groups)
      hand(() => arrivals.unreadable(cmd === history.groups))
  }

  let socket: ZaloSocket
  try {
    for (let left = skip % Math.max(1, listener.urls.length); left > 0; left -= 1) listener.rotateEndpoint()
    listener.start({ retryOnClose: false })
    if (!listener.ws) throw new Error('no socket')
    socket = listener.ws
  } catch {
    return { ok: false, ending: { kind: 'closed', detail: 'the login told no address to connect to' } }
  }
  const { onmessage, onclose } = socket
  socket.onmessage = (event) => {
    heardAt = performance.now()
    if (onmessage) line = line.then(() => handle(onmessage, event))
  }
  // The library forgets the key with which what waits here is still to be read.
  socket.onclose = (event) => void line.then(() => onclose?.(event))
  socket.on('pong', () => {
    heardAt = performance.now()
  })

  let terminating: NodeJS.Timeout | undefined
  function close(reason: string): void {
    why ??= reason
    socket.close(normal)
    terminating ??= setTimeout(() => socket.terminate(), farewellMs)
  }

  function giveUp(reason: string): void {
    why ??= reason
    socket.terminate()
  }
  const aborted = () => giveUp('given up')
  const handshake = setTimeout(giveUp, pace.handshake, 'the handshake came to nothing in time')
  signal.addEventListener('abort', aborted, { once: true })
  if (signal.aborted) aborted()
  const opened = await Promise.race([ready.promise, gone.promise])
  clearTimeout(handshake)
  signal.removeEventListener('abort', aborted)
  const watch = watchOver(account, socket, {
    ...pace,
    heardAt: () => heardAt,
    dead: giveUp,
  })
  const ended = gone.promise.then((ending) => {
    clearInterval(watch)
    clearTimeout(terminating)
    listener.removeAllListeners()
    listener.on('error', () => {})
    return ending
  })
  if (opened !== true) return { ok: false, ending: await ended }
  return {
    ok: true,
    connection: {
      ended,
      close,
      requestOld: (group, lastId) => {
        // Between two states of the socket this may throw; the next connection asks again.
        try {
          listener.requestOldMessages(group ? 1 : 0, lastId)
        } catch {
          why ??= 'the socket takes nothing more'
        }
      },
    },
  }
}

interface Watch extends Pick<Pace, 'quiet' | 'probe'> {
  heardAt(): number
  dead(why: string): void
}

/** A socket can be dead without anybody knowing: when it falls silent, the other side and the session are asked. */
function watchOver(account: ZaloAccount, socket: ZaloSocket, { quiet, probe, heardAt, dead }: Watch) {
  let asked: number | null = null
  return setInterval(
    () => {
      const now = performance.now()
      if (asked !== null && heardAt() > asked) asked = null
      if (asked !== null && now - asked >= probe) return dead('nothing was heard any more')
      if (asked !== null || now - heardAt() < quiet) return
      asked = now
      try {
        socket.ping()
      } catch {
        return dead('the socket takes nothing more')
      }
      account
        .keepAlive()
        .catch((error: unknown) => dead(`the session is not kept (${describeFailure(error).detail})`))
    },
    Math.max(10, Math.min(quiet, probe) / 2),
  )
}

function readCommand(data: unknown): number {
  return Buffer.isBuffer(data) && data.length >= 4 ? data.readUInt16LE(1) : 0
}
