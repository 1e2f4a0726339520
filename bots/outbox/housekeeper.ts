import type { Pool } from 'pg'
import type { Clock } from '../../server/clock.ts'
import type { Log } from '../../server/log.ts'
import type { Counters } from '../inbox/counters.ts'
import type { Channels } from './channels.ts'
import { claimWork } from './claim-work.ts'
import type { Outbox } from './create-outbox.ts'
import { createUndertaker } from './create-undertaker.ts'
import type { ProcessIdentity } from './process-identity.ts'
import { releaseOrphans } from './release-orphans.ts'
import { messageOwners, takeMessages } from './take-messages.ts'

/** Fetches messages that wait in the database, and puts right what crashes and broken connections have left. */
export interface Housekeeper {
  /** Fetches as much as there is room for, after so many milliseconds. */
  look(afterMs: number): void
  /** There is room for one more. */
  room(): void
  /** The process is back after it had lost its connection. */
  back(): void
  /** One round of everything; to be called about every second. Never rejects. */
  round(): Promise<void>
  drain(): Promise<void>
}

interface HousekeeperParts {
  pool: Pool
  clock: Clock
  log: Pick<Log, 'info' | 'warn'>
  counters: Counters
  channels: Channels
  identity: ProcessIdentity
  outbox: Outbox
  inFlight: number
  graceMs?: number
}

export function createHousekeeper(parts: HousekeeperParts): Housekeeper {
  const { pool, clock, log, counters, channels, identity, outbox, inFlight } = parts
  const undertaker = createUndertaker({
    pool,
    ...(parts.graceMs === undefined ? {} : { graceMs: parts.graceMs }),
    owners: messageOwners,
    settle: takeMessages,
  })
  const stop = new AbortController()
  const timers = new Set<NodeJS.Timeout>()
  const state = { again: false }
  let fetching: Promise<void> | undefined
  let rounding: Promise<void> | undefined

  async function fetchAll(): Promise<void> {
    do {
      state.again = false
      await fetchOnce()
    } while (state.again && !stop.signal.aborted)
  }

  async function fetchOnce(): Promise<void> {
    const owner = identity.current
    const room = Math.min(100, inFlight - outbox.hands.size)
    if (owner === null || stop.signal.aborted) return
    if (room <= 0) {
      outbox.hands.crowded = true
      return
    }
    const claim = { pool, channels, outbox, owner }
    const open = channels.push.filter((key) => outbox.gate.passable(key))
    outbox.hands.crowded = (await claimWork(claim, open, room)) === room
    for (const key of outbox.gate.probes()) await claimWork(claim, [key], 1)
  }

  function fetch(): void {
    if (stop.signal.aborted) return
    state.again = true
    fetching ??= fetchAll()
      .catch((err) => log.warn({ err }, 'fetching messages to send failed'))
      .finally(() => {
        fetching = undefined
      })
  }

  /** Fetching one at a time would cost a transaction a message. */
  function roomy(): boolean {
    return inFlight - outbox.hands.size >= inFlight / 8
  }

  async function runRound(): Promise<void> {
    try {
      await identity.confirm()
      if (identity.current === null) return
      const dead = await undertaker.look(identity.all, clock.now().toString())
      for (const { channel, count } of dead.found ?? []) counters.unknownOutcomes(channel, count)
      if (dead.processes.length > 0) log.info({ dead }, 'took over from processes that died')
      await releaseOrphans(pool, identity.all, outbox.hands)
      fetch()
    } catch (err) {
      log.warn({ err }, 'the outbox could not be looked after')
    }
  }

  return {
    look(afterMs) {
      if (stop.signal.aborted) return
      if (afterMs <= 0) {
        if (roomy()) fetch()
        else outbox.hands.crowded = true
        return
      }
      const timer = setTimeout(() => {
        timers.delete(timer)
        fetch()
      }, afterMs + 5)
      timers.add(timer)
    },
    room() {
      if (outbox.hands.crowded && roomy()) fetch()
    },
    back: () => void startRound(),
    round: () => startRound(),
    async drain() {
      stop.abort()
      for (const timer of timers) clearTimeout(timer)
      await Promise.all([fetching, rounding])
    },
  }

  function startRound(): Promise<void> {
    rounding ??= runRound().finally(() => {
      rounding = undefined
    })
    return rounding
  }
}
