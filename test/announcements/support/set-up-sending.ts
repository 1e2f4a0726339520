import type { QueryResultRow } from 'pg'
import { Temporal } from 'temporal-polyfill'
import { afterAll, beforeAll, beforeEach, onTestFinished } from 'vitest'
import type { PushChannel, SendError, SendResult } from '../../../bots/channels/channel.ts'
import { loadAnnouncementFacts } from '../../../knowledge/announcements/facts/load-announcement-facts.ts'
import { countAnnouncement } from '../../../office/announcements/count-announcement.ts'
import { endSending } from '../../../office/announcements/end-sending.ts'
import { inTransaction } from '../../../server/database/in-transaction.ts'
import type { Sql } from '../../../server/database/sql.ts'
import { createLog } from '../../../server/log.ts'
import { createSender } from '../../../workers/announcements/create-sender.ts'
import type { SenderParts } from '../../../workers/announcements/sender-parts.ts'
import { type FakeChannel, fakeChannel } from '../../faults/support/fake-channel.ts'
import { tapKey } from '../../faults/support/start.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import { plannedRows } from '../../support/planned-rows.ts'
import { type FakePace, fakePace } from './fake-pace.ts'
import { plainAnnouncements } from './plain-announcements.ts'

const { facts } = await loadAnnouncementFacts()

type Overrides = Partial<SenderParts> & { channels?: SenderParts['channels'] }

/** Announcements and their senders, by a clock that begins at `start`, on a database that is emptied before each test. */
export function setUpSending(start: Temporal.Instant) {
  let database: TestDatabase
  const hand = { now: start, wakes: [] as string[], states: [] as string[], unknown: 0 }
  const query = <Row extends QueryResultRow>(text: string, values?: unknown[]) =>
    database.pool.query<Row>(text, values)
  const rows = plannedRows({ query }, start.toString())
  beforeAll(async () => {
    database = await createTestDatabase()
  })
  beforeEach(async () => {
    await query('truncate announcement, conversation, official, process cascade')
    rows.forget()
    Object.assign(hand, { now: start, wakes: [], states: [], unknown: 0 })
  })
  afterAll(() => database.drop())

  return {
    hand,
    rows,
    query,
    facts,
    get pool() {
      return database.pool
    },
    get connection() {
      return database.connection
    },
    /** A process that sends by these channels; it looks whenever it is told to, and every 50 ms while it sends. */
    sender(channels: readonly PushChannel[], overrides: Overrides = {}) {
      const pace: FakePace = fakePace()
      const sender = createSender({
        pool: database.pool,
        clock: { now: () => hand.now },
        log: createLog('silent'),
        tapKey,
        random: () => 0,
        known: () => ({ facts, sayings: plainAnnouncements, isUnit: (slug) => slug !== 'gone' }),
        channels: () => channels,
        pace,
        counters: {
          send() {},
          unknownOutcomes(_channel, count) {
            hand.unknown += count
          },
        },
        wake: (at) => void hand.wakes.push(at.toString()),
        onChannel: (key, state) => void hand.states.push(`${key} ${state}`),
        roundMs: 50,
        graceMs: 100,
        ...overrides,
      })
      const stopped = { yes: false }
      const stop = async (withinMs = 5000) => {
        if (stopped.yes) return
        stopped.yes = true
        await sender.stop(withinMs)
      }
      onTestFinished(() => stop())
      return { ...sender, stop, pace }
    },
    counts: (id: string) => countAnnouncement(database.pool, id),
    async state(id: string): Promise<string> {
      const { rows: found } = await query<{ state: string }>('select state from announcement where id = $1', [
        id,
      ])
      return found[0]?.state ?? 'gone'
    },
    /** As an official does it. */
    async set(id: string, state: 'sending' | 'paused'): Promise<void> {
      await query('update announcement set state = $2, pause = $3 where id = $1', [
        id,
        state,
        state === 'paused' ? 'asked' : null,
      ])
    },
    /** As an official does it. */
    async stop(id: string): Promise<void> {
      await inTransaction(database.pool, (sql: Sql) => endSending({ sql, now: hand.now.toString() }, id))
    },
    /** At a time of Hanoi. */
    at(local: string): void {
      hand.now = Temporal.Instant.from(`${local}+07:00`)
    },
  }
}

/** How often each chat got something. */
export function arrivals(...channels: FakeChannel[]): Map<string, number> {
  const counted = new Map<string, number>()
  for (const { calls } of channels)
    for (const { chat } of calls) counted.set(chat, (counted.get(chat) ?? 0) + 1)
  return counted
}

export function failing(error: { kind: Exclude<SendError['kind'], 'rate_limited'> }): SendResult {
  return { ok: false, error: { detail: 'scripted', ...error } }
}

/** A channel in memory of another name. */
export function channelOf(name: PushChannel['name'], account = 'bot'): FakeChannel {
  return { ...fakeChannel(account), name }
}
