import { inTime } from '../../server/in-time.ts'
import type { FileRef } from '../dialogue/reply.ts'
import type { ChannelName, FileStore } from './channel.ts'

/** As what a channel's server knows a file now, and for how long (ISO instant; null: it does not say). */
export interface KnownAs {
  externalId: string
  until: string | null
}

/** How a message with a file can be sent. @template Result how that ended */
export interface Ways<Result> {
  /** By what the server knows it as. @returns null when the server knows no such file, and nothing was sent */
  byId(externalId: string): Promise<Result | null>
  /** With the bytes, which are handed over with the message or before it. */
  withBytes(bytes: Uint8Array): Promise<{ result: Result; known: KnownAs | null }>
}

export type HandedOver<Result> =
  | { kind: 'sent'; result: Result }
  /** There is no such file any more. */
  | { kind: 'gone' }
  /** Nothing was sent; worth trying again. `detail` is for logs. */
  | { kind: 'unavailable'; detail: string }

export type HandOver = <Result>(
  file: FileRef,
  left: () => number,
  ways: Ways<Result>,
) => Promise<HandedOver<Result>>

/** So long may the database take to give a file; what is left of a send is for the channel. */
const readMs = 4_000
/** So long a send may take after another one has handed the file over. */
const sendMs = 3_000

/**
 * Files of messages, each handed over to a channel's server once: many messages may carry the same, and those that are
 * on their way together wait for the first.
 */
export function createHandOver(files: FileStore, of: { channel: ChannelName; account: string }): HandOver {
  const turn = createTurns()

  return async (file, left, { byId, withBytes }) => {
    const limit = () => Math.max(1, Math.min(readMs, left()))
    const knownAs = () => inTime(files.knownAs(file.id, of), limit())
    const known = await knownAs().catch(() => undefined)
    if (known === undefined) return unavailable('what is known of the file could not be read')
    if (known !== null) {
      const result = await byId(known)
      if (result !== null) return { kind: 'sent', result }
    }

    const done = await turn(file.id, Math.max(0, left() - sendMs))
    if (!done) return unavailable('the file is being handed over with another message')
    try {
      const since = await knownAs().catch(() => null)
      if (since !== null && since !== known) {
        done()
        const result = await byId(since)
        return result === null
          ? unavailable('the file was handed over and is not known')
          : { kind: 'sent', result }
      }
      const bytes = await inTime(files.read(file.id), limit()).catch(() => undefined)
      if (bytes === undefined) return unavailable('the file could not be read')
      if (bytes === null) return { kind: 'gone' }
      const { result, known: as } = await withBytes(bytes)
      // Not remembered, it is handed over with the next message again.
      if (as) await inTime(files.remember(file.id, { ...of, ...as }), readMs).catch(() => {})
      return { kind: 'sent', result }
    } finally {
      done()
    }
  }
}

function unavailable(detail: string): { kind: 'unavailable'; detail: string } {
  return { kind: 'unavailable', detail }
}

/** One at a time for each key. @returns from the function: what ends the turn; null when it did not come in time */
function createTurns(): (key: string, withinMs: number) => Promise<(() => void) | null> {
  const last = new Map<string, Promise<void>>()
  return async (key, withinMs) => {
    const before = last.get(key) ?? Promise.resolve()
    const { promise, resolve } = Promise.withResolvers<void>()
    const mine = before.then(() => promise)
    last.set(key, mine)
    void mine.then(() => last.get(key) === mine && last.delete(key))
    try {
      await inTime(before, withinMs)
      return resolve
    } catch {
      resolve()
      return null
    }
  }
}
