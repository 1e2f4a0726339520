import type { KeyObject } from 'node:crypto'
import type { Pool } from 'pg'
import type { Clock } from '../../server/clock.ts'
import type { Log } from '../../server/log.ts'
import { type Channel, listChannels } from '../outbox/channels.ts'
import { createOutbox } from '../outbox/create-outbox.ts'
import { createHousekeeper } from '../outbox/housekeeper.ts'
import { takeIdentity } from '../outbox/process-identity.ts'
import { createPhotoReader } from '../photos/create-photo-reader.ts'
import type { Counters } from './counters.ts'
import { createInbox, type Inbox } from './create-inbox.ts'
import { createLanes } from './create-lanes.ts'
import type { AnnouncementAccess, DossierAccess, RecordErasure } from './effects/effect-scope.ts'
import { makeCode } from './effects/make-code.ts'
import type { RunTurn, Sayings } from './run-turn.ts'
import { suspectEvents } from './suspect-events.ts'

/** A process that takes events in, runs turns and sends. */
export interface Conversations extends Inbox {
  /** To be called on `notify inbox`, and when listening has begun again: other processes stored events. */
  lookForEvents(): void
  /** To be called on an empty `notify outbox`, and when listening has begun again: messages wait to be sent. */
  lookForMessages(): void
  /** From now on this channel account too. */
  serve(channel: Channel): void
  /**
   * Takes nothing more and finishes what is in hand. What is not finished after `withinMs` is left as a crash
   * would leave it: nothing is lost, and sends under way are of unknown outcome.
   */
  stop(withinMs: number): Promise<void>
}

export interface ConversationParts {
  /** One made by `connectForTurns`. */
  pool: Pool
  clock: Clock
  log: Pick<Log, 'info' | 'warn' | 'error'>
  counters: Counters
  /** The channel accounts whose conversations this process handles. */
  channels: readonly Channel[]
  runTurn: RunTurn
  sayings: Sayings
  /** Seals buttons. */
  tapKey: KeyObject
  /** Keys the hashes by which wrong codes are counted. */
  tryKey: KeyObject
  /** Keys the hashes that are stored of codes for officials and group chats. */
  chatCodeKey: KeyObject
  recordErasure: RecordErasure
  dossiers: DossierAccess
  announcements: AnnouncementAccess
  /** What the codes in a photo say; see `PhotoDecoder`. */
  decodePhoto(photo: Uint8Array): Promise<string[]>
  /** Told of every write of events, turns and results: what failed it, or nothing when it was taken. */
  onWrite(failure?: unknown): void
  /** A reminder was planned and committed. @param at ISO instant */
  reminderPlanned(at: string): void
  /** A channel's credentials no longer hold, or do again. @param key `name:account` */
  onChannel(key: string, state: 'ok' | 'auth_expired'): void
  /** In [0, 1); spreads retries. */
  random: () => number
  /** In [0, max), not to be guessed; makes codes. */
  randomBelow: (max: number) => number
  /** Conversations to which this process sends at once. */
  inFlight?: number
  sweepMs?: number
  graceMs?: number
}

/** Takes a number, settles what a crash has left, and begins. */
export async function startConversations(parts: ConversationParts): Promise<Conversations> {
  const { pool, log, inFlight = 256, sweepMs = 1000, randomBelow } = parts
  const channels = listChannels(parts.channels)
  const identity = await takeIdentity({ pool, log, onBack: () => housekeeper.back() })
  await suspectEvents(pool, identity.all).catch((error) => {
    identity.abandon()
    throw error
  })
  const outbox = createOutbox({
    ...parts,
    inFlight,
    onRoom: () => housekeeper.room(),
    onDue: (afterMs) => housekeeper.look(afterMs),
  })
  const housekeeper = createHousekeeper({ ...parts, channels, identity, outbox, inFlight })
  const newCode = () => makeCode(randomBelow)
  const messagesWait = () => housekeeper.look(0)
  const photosWait = () => photos.look()
  const lanes = createLanes({ ...parts, channels, identity, outbox, newCode, messagesWait, photosWait })
  const inbox = createInbox({ ...parts, wake: lanes.wake })
  const photos = createPhotoReader({
    ...parts,
    channels,
    identity,
    sweepMs,
    store: inbox.store,
    decode: parts.decodePhoto,
  })

  const lookForEvents = () => {
    lanes.sweep().catch((err) => log.warn({ err }, 'looking for waiting events failed'))
  }
  const timer = setInterval(() => {
    lookForEvents()
    void housekeeper.round()
  }, sweepMs)
  lookForEvents()
  void housekeeper.round()
  photos.look()

  return {
    store: inbox.store,
    idle: inbox.idle,
    lookForEvents,
    lookForMessages: () => housekeeper.look(0),
    serve(channel) {
      channels.add(channel)
      lookForEvents()
      housekeeper.look(0)
      photos.look()
    },
    async stop(withinMs) {
      clearInterval(timer)
      const signal = AbortSignal.timeout(withinMs)
      const late = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
      const drained = [photos.drain(), inbox.idle(), lanes.drain(), housekeeper.drain()]
      await Promise.race([late, Promise.all(drained)])
      const settled = await outbox.drain(signal)
      if (settled) await identity.retire()
      else identity.abandon()
    },
  }
}
