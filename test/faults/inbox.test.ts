import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { connectForTurns } from '../../server/database/connect.ts'
import { createLog } from '../../server/log.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { fakeChannel } from './support/fake-channel.ts'
import { incoming, start } from './support/start.ts'

describe('events, from the channel to the answer', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await createTestDatabase()
  })
  afterAll(() => database.drop())

  const patience = { interval: 10 }

  it('does nothing for an event that was stored before, at once or later', async () => {
    const channel = fakeChannel()
    const process = await start(database.pool, [channel])
    const event = incoming('dup', 'xin chào')
    await Promise.all([process.store([event, event]), process.store([event])])
    await vi.waitFor(() => expect(channel.received('dup')).toEqual(['1: xin chào']), patience)
    await process.store([event, incoming('dup', 'nữa')])
    await vi.waitFor(() => expect(channel.received('dup')).toEqual(['1: xin chào', '2: nữa']), patience)
    expect(process.counted.duplicates).toBe(3)
  })

  it('keeps the order of 200 conversations that speak all at once', async () => {
    const channel = fakeChannel()
    const process = await start(database.pool, [channel])
    const chats = Array.from({ length: 200 }, (_, index) => `order${index}`)
    const rounds = [1, 2, 3, 4, 5]
    await Promise.all(
      rounds.flatMap((round) => chats.map((chat) => process.store([incoming(chat, `tin ${round}`)]))),
    )
    const expected = rounds.map((round) => `${round}: tin ${round}`)
    await vi.waitFor(() => {
      for (const chat of chats) expect(channel.received(chat)).toEqual(expected)
    }, patience)
    expect(process.counted.turns).toBe(1000)
  })

  it('answers each of ten messages in one second, in order', async () => {
    const channel = fakeChannel()
    const process = await start(database.pool, [channel])
    for (let nth = 1; nth <= 10; nth++) await process.store([incoming('quick', `${nth}`)])
    const expected = Array.from({ length: 10 }, (_, index) => `${index + 1}: ${index + 1}`)
    await vi.waitFor(() => expect(channel.received('quick')).toEqual(expected), patience)
  })

  it('shares the work of one database between two processes, each turn run once and in order', async () => {
    const other = connectForTurns(database.connection, createLog('silent'))
    try {
      const channel = fakeChannel()
      const first = await start(database.pool, [channel])
      const second = await start(other, [channel])
      const chats = Array.from({ length: 40 }, (_, index) => `shared${index}`)
      const rounds: number[] = []
      // One that is slow to begin may find all done by the other: people go on until both have had a turn.
      const bothRan = () => first.counted.turns > 0 && second.counted.turns > 0
      for (let round = 1; round <= 10 || !bothRan(); round++) {
        rounds.push(round)
        const process = round % 2 ? first : second
        await Promise.all(chats.map((chat) => process.store([incoming(chat, `tin ${round}`)])))
        first.lookForEvents()
        second.lookForEvents()
      }
      const expected = rounds.map((round) => `${round}: tin ${round}`)
      await vi.waitFor(() => {
        for (const chat of chats) expect(channel.received(chat)).toEqual(expected)
      }, patience)
      expect(first.counted.turns + second.counted.turns).toBe(chats.length * rounds.length)
      expect(first.counted.turns).toBeGreaterThan(0)
      expect(second.counted.turns).toBeGreaterThan(0)
      await Promise.all([first.stop(), second.stop()])
    } finally {
      await other.end()
    }
  })

  it('keeps nothing of a message that was a secret, once its turn has run, and all of the others', async () => {
    const channel = fakeChannel()
    const process = await start(database.pool, [channel])
    for (const said of ['chào', 'secret 4321 5678', 'unlock ABC234', 'cảm ơn'])
      await process.store([incoming('discreet', said)])
    await vi.waitFor(() => expect(channel.received('discreet')).toHaveLength(4), patience)
    const { rows } = await database.pool.query<{ status: string; event: unknown }>(
      `select i.status, i.event from inbox i join conversation c on c.id = i.conversation_id
       where c.chat = 'discreet' order by i.id`,
    )
    expect(rows).toMatchObject([
      { status: 'done', event: { event: { text: 'chào' } } },
      { status: 'done', event: null },
      { status: 'done', event: null },
      { status: 'done', event: { event: { text: 'cảm ơn' } } },
    ])
  })

  it('takes up what was stored while no process ran turns', async () => {
    const channel = fakeChannel()
    const first = await start(database.pool, [channel])
    await first.stop()
    const asleep = await start(database.pool, [])
    await asleep.store([incoming('late', 'có ai không')])
    await asleep.stop()
    await start(database.pool, [channel])
    await vi.waitFor(() => expect(channel.received('late')).toEqual(['1: có ai không']), patience)
  })

  it('keeps nothing of what is said in a group to others', async () => {
    const channel = fakeChannel()
    const process = await start(database.pool, [channel])
    await process.store([incoming('group', 'chuyện riêng', { group: true, addressed: false })])
    await process.store([incoming('group', 'trợ lý ơi', { group: true })])
    await vi.waitFor(() => expect(channel.received('group')).toEqual(['1: trợ lý ơi']), patience)
    const rows = await database.db
      .selectFrom('inbox')
      .innerJoin('conversation', 'conversation.id', 'conversation_id')
      .where('chat', '=', 'group')
      .select(['state', 'event'])
      .execute()
    expect(rows).toHaveLength(1)
    expect(rows[0]?.state).toMatchObject({ group: true })
  })

  it('answers texts that a database would refuse: NUL, half surrogates, 100,000 characters', async () => {
    const channel = fakeChannel()
    const process = await start(database.pool, [channel])
    await process.store([incoming('odd', 'a\0b\ud800c')])
    await process.store([incoming('odd', `silent ${'x'.repeat(100_000)}`)])
    await process.store([incoming('odd', '')])
    await vi.waitFor(() => expect(channel.received('odd')).toEqual(['1: abc', '3: ']), patience)
    const rows = await database.db
      .selectFrom('inbox')
      .innerJoin('conversation', 'conversation.id', 'conversation_id')
      .where('chat', '=', 'odd')
      .select('event')
      .orderBy('inbox.id')
      .execute()
    expect(JSON.stringify(rows[1]?.event).length).toBeLessThan(12_100)
  })

  it('refuses an event without a usable id, and stores the others', async () => {
    const channel = fakeChannel()
    const process = await start(database.pool, [channel])
    const results = await Promise.allSettled([
      process.store([incoming('fine', 'một')]),
      process.store([incoming('bad', 'hai', { externalId: 'x'.repeat(1000) })]),
      process.store([incoming('', 'ba')]),
    ])
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'rejected'])
    await vi.waitFor(() => expect(channel.received('fine')).toEqual(['1: một']), patience)
  })

  it('leaves conversations of channels it does not serve to others', async () => {
    const channel = fakeChannel()
    const process = await start(database.pool, [channel])
    await process.store([incoming('elsewhere', 'alo', { account: 'another' }), incoming('here', 'alo')])
    await vi.waitFor(() => expect(channel.received('here')).toEqual(['1: alo']), patience)
    process.lookForEvents()
    const another = fakeChannel('another')
    await start(database.pool, [another])
    await vi.waitFor(() => expect(another.received('elsewhere')).toEqual(['1: alo']), patience)
  })
})
