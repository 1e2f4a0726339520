import type { Pool } from 'pg'
import type { Clock } from '../../server/clock.ts'
import type { Log } from '../../server/log.ts'
import type { Inbox } from '../inbox/create-inbox.ts'
import { type Channels, isPush } from '../outbox/channels.ts'
import type { ProcessIdentity } from '../outbox/process-identity.ts'
import { claimReadings, type Reading } from './claim-readings.ts'
import { isWaiting } from './is-waiting.ts'
import { keepCodes } from './keep-codes.ts'
import { settleReading } from './settle-reading.ts'

/** Reads the photos that turns have asked for, and hands what they say in as an event of the same conversation. */
export interface PhotoReader {
  /** Photos may wait to be read. Returns at once. */
  look(): void
  /** Takes nothing more; what is in hand and not stored yet is left to the next process. */
  drain(): Promise<void>
}

interface ReaderParts {
  pool: Pool
  clock: Clock
  log: Pick<Log, 'warn'>
  channels: Channels
  identity: Pick<ProcessIdentity, 'current' | 'all'>
  store: Inbox['store']
  /** What the codes in a photo say; see `PhotoDecoder`. */
  decode(photo: Uint8Array): Promise<string[]>
  /** How long to wait before looking again for what waits. */
  sweepMs: number
}

/** Photos in hand at once: each may be ten megabytes. */
const mostInHand = 4
/** So often a photo is fetched, and taken in hand. */
const mostTries = 3
/** After which a photo of a channel that nobody serves is answered as one that could not be read. */
const patience = { minutes: 10 }
/** How often is looked for what another process has left, while nothing of our own is waiting. */
const quietMs = 60_000

export function createPhotoReader(parts: ReaderParts): PhotoReader {
  const { pool, clock, log, channels, identity, sweepMs } = parts
  const stop = new AbortController()
  const inHand = new Map<string, Promise<void>>()
  const now: { looking: Promise<void> | null; again: boolean; timer: NodeJS.Timeout | undefined } = {
    looking: null,
    again: false,
    timer: undefined,
  }

  function look(): void {
    if (stop.signal.aborted) return
    clearTimeout(now.timer)
    now.again = true
    now.looking ??= takeAll()
      .catch((err) => {
        log.warn({ err }, 'looking for photos to read failed')
        return sweepMs
      })
      .then((lookAgainMs) => {
        now.looking = null
        if (now.again) look()
        else if (!stop.signal.aborted) now.timer = setTimeout(look, lookAgainMs).unref()
      })
  }

  /** @returns after how many ms to look again */
  async function takeAll(): Promise<number> {
    now.again = false
    const owner = identity.current
    const room = mostInHand - inHand.size
    if (owner === null || room === 0) return sweepMs
    const { taken, left } = await claimReadings(pool, {
      owner,
      own: identity.all,
      inHand: [...inHand.keys()],
      keys: channels.all,
      givenUpBefore: clock.now().subtract(patience).toString(),
      room,
    })
    for (const reading of taken) {
      const work = read(reading)
        .catch((err) => log.warn({ err }, 'a photo is left to be read later'))
        .finally(() => {
          inHand.delete(reading.id)
          look()
        })
      inHand.set(reading.id, work)
    }
    return left ? sweepMs : quietMs
  }

  async function read(reading: Reading): Promise<void> {
    const texts = await orStopped(decodeFetched(reading), stop.signal)
    // Somebody may have had everything erased meanwhile.
    if (stop.signal.aborted || texts === null || !(await isWaiting(pool, reading.id))) return
    const codes = keepCodes(texts)
    const { channel, account, chat, is_group: group } = reading
    // The same id whoever stores it: who crashes now, or is taken for dead, makes no second event.
    const externalId = `photo:${reading.id}`
    const place = { channel, account, externalId, chat, group, addressed: true }
    await parts.store([{ ...place, event: { kind: 'photo_read', codes } }])
    await settleReading(pool, reading.id)
  }

  async function decodeFetched({ channel: name, account, image, attempts }: Reading): Promise<string[]> {
    const channel = channels.get(name, account)
    if (!channel || !isPush(channel) || !channel.fetchImage || attempts > mostTries) return []
    for (let tries = 1; tries <= mostTries && !stop.signal.aborted; tries++) {
      const fetched = await channel.fetchImage(image)
      if (stop.signal.aborted) return []
      if (fetched.ok) return parts.decode(fetched.bytes)
      log.warn({ channel: name, detail: fetched.detail, tries }, 'a photo could not be fetched')
      if (!fetched.again) return []
      await pause(tries * sweepMs, stop.signal)
    }
    return []
  }

  return {
    look,
    async drain() {
      stop.abort()
      clearTimeout(now.timer)
      await now.looking
      await Promise.all(inHand.values())
    },
  }
}

/** Null when the signal comes first. */
function orStopped<T>(work: Promise<T>, signal: AbortSignal): Promise<T | null> {
  const { promise, resolve } = Promise.withResolvers<null>()
  const over = () => resolve(null)
  signal.addEventListener('abort', over)
  return Promise.race([work, promise]).finally(() => signal.removeEventListener('abort', over))
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(over, ms)
    function over(): void {
      clearTimeout(timer)
      signal.removeEventListener('abort', over)
      resolve()
    }
    signal.addEventListener('abort', over)
  })
}
