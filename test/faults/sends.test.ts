import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { SendError, SendResult } from '../../bots/channels/channel.ts'
import { AppError } from '../../server/errors.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { fakeChannel } from './support/fake-channel.ts'
import { wordsOf } from './support/scripted-turn.ts'
import { incoming, start } from './support/start.ts'

describe('messages, from the turn to the channel', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await createTestDatabase()
  })
  afterAll(() => database.drop())

  const patience = { interval: 10 }
  const failing = (error: SendError): SendResult => ({ ok: false, error })

  async function rows(chat: string) {
    return database.db
      .selectFrom('outbox')
      .innerJoin('conversation', 'conversation.id', 'conversation_id')
      .where('chat', '=', chat)
      .select([
        'outbox.id',
        'status',
        'failure',
        'attempts',
        'unknown_outcomes',
        'outbox.external_id',
        'owner',
      ])
      .orderBy('outbox.id')
      .execute()
  }

  it('puts on record what was sent, under the channel’s id', async () => {
    const channel = fakeChannel()
    const process = await start(database.pool, [channel])
    await process.store([incoming('plain', 'alo')])
    await vi.waitFor(async () => {
      expect(await rows('plain')).toMatchObject([{ status: 'sent', external_id: 'm1', owner: null }])
    }, patience)
    expect(process.counted.sends).toEqual({ sent: 1 })
  })

  it('lets nobody wait for a send that hangs', async () => {
    const channel = fakeChannel()
    const hanging = Promise.withResolvers<SendResult>()
    channel.behave((message) => (message.chat === 'hang' ? hanging.promise : undefined))
    const process = await start(database.pool, [channel])
    await process.store([incoming('hang', 'một')])
    await vi.waitFor(() => expect(channel.calls).toHaveLength(1), patience)
    const chats = Array.from({ length: 30 }, (_, index) => `free${index}`)
    await process.store([incoming('hang', 'hai'), ...chats.map((chat) => incoming(chat, 'alo'))])
    await vi.waitFor(() => {
      for (const chat of chats) expect(channel.received(chat)).toEqual(['1: alo'])
    }, patience)
    expect(channel.received('hang')).toEqual([])
    channel.behave(() => undefined)
    hanging.resolve({ ok: true, externalId: 'late' })
    await vi.waitFor(async () => {
      expect((await rows('hang')).map((row) => row.status)).toEqual(['sent', 'sent'])
    }, patience)
    expect(channel.received('hang')).toEqual(['1: một', '2: hai'])
  })

  it('sends several messages of a turn one after the other', async () => {
    const channel = fakeChannel()
    const first = Promise.withResolvers<SendResult>()
    channel.behave((message) => (wordsOf(message.reply) === '1: one' ? first.promise : undefined))
    const process = await start(database.pool, [channel])
    await process.store([incoming('parts', 'two')])
    await process.store([incoming('parts', 'sau')])
    await vi.waitFor(async () => expect(await rows('parts')).toHaveLength(3), patience)
    expect((await rows('parts')).map((row) => row.status)).toEqual(['sending', 'pending', 'pending'])
    first.resolve({ ok: true, externalId: null })
    await vi.waitFor(() => {
      expect(channel.received('parts')).toEqual(['1: one', '1: two', '2: sau'])
    }, patience)
    expect(channel.calls.map((call) => wordsOf(call.reply))).toEqual(['1: one', '1: two', '2: sau'])
  })

  it('cuts what is too long for the channel', async () => {
    const channel = fakeChannel()
    const process = await start(database.pool, [channel])
    await process.store([incoming('long', 'long một câu dài.')])
    await vi.waitFor(async () => {
      const written = await rows('long')
      expect(written.length).toBeGreaterThan(4)
      expect(channel.received('long')).toHaveLength(written.length)
    }, patience)
    for (const part of channel.received('long')) expect(part.length).toBeLessThanOrEqual(1000)
    expect(channel.received('long').join(' ')).toBe('một câu dài. '.repeat(300).trim())
  })

  it.each<[string, SendError]>([
    ['rate_limited', { kind: 'rate_limited', retryAfterMs: 50, detail: '429' }],
    ['unavailable', { kind: 'unavailable', detail: '502' }],
    ['unknown_outcome', { kind: 'unknown_outcome', detail: 'reset' }],
    ['auth_expired', { kind: 'auth_expired', detail: '401' }],
  ])('tries again after %s, and keeps the order', async (kind, error) => {
    const channel = fakeChannel()
    channel.behave((_, nth) => (nth === 1 ? failing(error) : undefined))
    const process = await start(database.pool, [channel])
    const chat = `again-${kind}`
    await process.store([incoming(chat, 'một')])
    await vi.waitFor(() => expect(channel.calls).toHaveLength(1), patience)
    await process.store([incoming(chat, 'hai')])
    await vi.waitFor(async () => {
      expect((await rows(chat)).map((row) => row.status)).toEqual(['sent', 'sent'])
    }, patience)
    expect(channel.received(chat)).toEqual(['1: một', '2: hai'])
    expect((await rows(chat))[0]).toMatchObject({
      attempts: 1,
      unknown_outcomes: kind === 'unknown_outcome' ? 1 : 0,
    })
    expect(process.counted.sends).toMatchObject({ [kind]: 1, sent: 2 })
  })

  it('waits with a chat that is rate limited, and only with that', async () => {
    const channel = fakeChannel()
    channel.behave((message) =>
      message.chat === 'slow'
        ? failing({ kind: 'rate_limited', retryAfterMs: 3600_000, detail: '429' })
        : undefined,
    )
    const process = await start(database.pool, [channel])
    await process.store([incoming('slow', 'một'), incoming('other', 'một')])
    await vi.waitFor(() => expect(channel.received('other')).toEqual(['1: một']), patience)
    await process.store([incoming('slow', 'hai')])
    await vi.waitFor(async () => expect(await rows('slow')).toHaveLength(2), patience)
    process.lookForMessages()
    await process.store([incoming('other', 'hai')])
    await vi.waitFor(() => expect(channel.received('other')).toHaveLength(2), patience)
    expect(channel.calls.filter((call) => call.chat === 'slow')).toHaveLength(1)
  })

  it('treats what a channel refuses before the send like a refused send, and calls it only when admitted', async () => {
    const channel = fakeChannel()
    const refusals: (SendError | Error)[] = [
      { kind: 'rate_limited', retryAfterMs: 20, detail: 'a pause' },
      new Error('broken'),
    ]
    let statusAtAdmission = ''
    const admitting = {
      ...channel,
      async admit() {
        statusAtAdmission = (await rows('admitted'))[0]?.status ?? ''
        const refusal = refusals.shift() ?? null
        if (refusal instanceof Error) throw refusal
        return refusal
      },
    }
    const process = await start(database.pool, [admitting])
    await process.store([incoming('admitted', 'alo')])
    await vi.waitFor(async () => {
      expect(await rows('admitted')).toMatchObject([{ status: 'sent', attempts: 2, unknown_outcomes: 0 }])
    }, patience)
    expect(statusAtAdmission).toBe('pending')
    expect(channel.calls).toHaveLength(1)
    expect(process.counted.sends).toEqual({ rate_limited: 1, unavailable: 1, sent: 1 })
  })

  it('sends once more what may have arrived, and never a third time', async () => {
    const channel = fakeChannel()
    channel.behave((message) => {
      if (message.chat === 'unknown') throw new Error('socket hang up')
      return undefined
    })
    const process = await start(database.pool, [channel])
    await process.store([incoming('unknown', 'alo')])
    await vi.waitFor(async () => {
      expect(await rows('unknown')).toMatchObject([
        { status: 'failed', failure: 'unknown_outcome', unknown_outcomes: 2 },
      ])
    }, patience)
    expect(channel.calls).toHaveLength(2)
    expect(process.counted.unknownOutcomes).toBe(2)
  })

  it('gives up at once what is refused for good, and goes on', async () => {
    const channel = fakeChannel()
    channel.behave((_, nth) => (nth === 1 ? failing({ kind: 'permanent', detail: '400' }) : undefined))
    const process = await start(database.pool, [channel])
    await process.store([incoming('refused', 'một'), incoming('refused', 'hai')])
    await vi.waitFor(() => expect(channel.received('refused')).toEqual(['2: hai']), patience)
    await vi.waitFor(async () => {
      expect(await rows('refused')).toMatchObject([
        { status: 'failed', failure: 'permanent' },
        { status: 'sent', failure: null },
      ])
    }, patience)
  })

  it('sends nothing more to somebody who blocked the assistant, until they write again', async () => {
    const channel = fakeChannel()
    channel.behave((_, nth) =>
      nth === 1 ? failing({ kind: 'recipient_blocked', detail: '403' }) : undefined,
    )
    const process = await start(database.pool, [channel])
    const blocked = () =>
      database.db
        .selectFrom('conversation')
        .where('chat', '=', 'gone')
        .select('blocked_at')
        .executeTakeFirst()
    await process.store([incoming('gone', 'two')])
    await vi.waitFor(async () => {
      expect(await rows('gone')).toMatchObject([
        { status: 'failed', failure: 'recipient_blocked' },
        { status: 'failed', failure: 'recipient_blocked' },
      ])
      expect((await blocked())?.blocked_at).not.toBeNull()
    }, patience)
    expect(channel.calls).toHaveLength(1)
    await process.store([incoming('gone', 'lại đây')])
    await vi.waitFor(() => expect(channel.received('gone')).toEqual(['2: lại đây']), patience)
    expect((await blocked())?.blocked_at).toBeNull()
  })

  it('drops what waits when the person blocks the assistant', async () => {
    const channel = fakeChannel()
    // Not tried again meanwhile: what is being sent just then would wait anew once that has failed.
    channel.behave(() => failing({ kind: 'rate_limited', retryAfterMs: 3600_000, detail: '429' }))
    const process = await start(database.pool, [channel])
    await process.store([incoming('leaves', 'two')])
    await vi.waitFor(async () => expect((await rows('leaves'))[0]?.attempts).toBe(1), patience)
    await process.store([incoming('leaves', { kind: 'blocked' })])
    await vi.waitFor(async () => {
      expect((await rows('leaves')).map((row) => row.status)).toEqual(['failed', 'failed'])
    }, patience)
    channel.behave(() => undefined)
    await process.store([incoming('leaves', { kind: 'unblocked' }), incoming('leaves', 'có đây')])
    await vi.waitFor(() => expect(channel.received('leaves')).toEqual(['2: có đây']), patience)
  })

  it('holds what a closed window refuses until the person writes again', async () => {
    const channel = fakeChannel()
    channel.behave((_, nth) => (nth === 1 ? failing({ kind: 'window_closed', detail: '-230' }) : undefined))
    const process = await start(database.pool, [channel])
    await process.store([incoming('window', 'một')])
    await vi.waitFor(async () => {
      expect(await rows('window')).toMatchObject([{ status: 'held', failure: 'window_closed' }])
    }, patience)
    await process.store([incoming('window', 'hai')])
    await vi.waitFor(() => expect(channel.received('window')).toEqual(['1: một', '2: hai']), patience)
  })

  it('says when a channel’s credentials no longer hold, and when they do again', async () => {
    const channel = fakeChannel()
    channel.behave(() => failing({ kind: 'auth_expired', detail: '401' }))
    const process = await start(database.pool, [channel])
    const chats = Array.from({ length: 20 }, (_, index) => `auth${index}`)
    await process.store(chats.map((chat) => incoming(chat, 'một')))
    await vi.waitFor(() => expect(process.channelStates).toEqual(['telegram:bot auth_expired']), patience)
    const before = channel.calls.length
    await vi.waitFor(() => expect(channel.calls.length).toBeGreaterThan(before), patience)
    // One message tries the door, not all that wait.
    expect(channel.calls.length).toBeLessThanOrEqual(before + 2)
    channel.behave(() => undefined)
    await vi.waitFor(() => {
      for (const chat of chats) expect(channel.received(chat)).toEqual(['1: một'])
    }, patience)
    expect(process.channelStates.at(-1)).toBe('telegram:bot ok')
  })

  it('hands over beyond what it may have in hand, in order', async () => {
    const channel = fakeChannel()
    const open = Promise.withResolvers<void>()
    channel.behave(async () => {
      await open.promise
      return { ok: true, externalId: null }
    })
    const process = await start(database.pool, [channel], { inFlight: 4 })
    const chats = Array.from({ length: 20 }, (_, index) => `many${index}`)
    await process.store(chats.flatMap((chat) => [incoming(chat, 'một'), incoming(chat, 'two')]))
    await vi.waitFor(() => expect(channel.calls).toHaveLength(4), patience)
    open.resolve()
    await vi.waitFor(() => {
      for (const chat of chats) expect(channel.received(chat)).toEqual(['1: một', '2: one', '2: two'])
    }, patience)
  })

  it('fetches who is answered before whom nobody asked', async () => {
    const channel = fakeChannel()
    const first = await start(database.pool, [channel])
    await first.store(['asks', 'told1', 'told2'].map((chat) => incoming(chat, 'silent')))
    await vi.waitFor(() => expect(first.counted.turns).toBe(3), patience)
    await first.stop()
    const waits = (chat: string, answer: boolean) =>
      database.pool.query(
        `insert into outbox (conversation_id, inbox_id, reply, status)
         select c.id, case when $2 then i.id end, $3, 'pending'
         from conversation c join inbox i on i.conversation_id = c.id where chat = $1`,
        [chat, answer, JSON.stringify({ blocks: [{ kind: 'text', text: chat }] })],
      )
    for (const chat of ['told1', 'told2']) await waits(chat, false)
    await waits('asks', true)
    await start(database.pool, [channel], { inFlight: 1 })
    await vi.waitFor(() => expect(channel.calls).toHaveLength(3), patience)
    expect(channel.calls.map(({ chat }) => chat)).toEqual(['asks', 'told1', 'told2'])
  })

  it('stops when what is in hand is sent and on record', async () => {
    const channel = fakeChannel()
    const slow = Promise.withResolvers<SendResult>()
    channel.behave((message) => (wordsOf(message.reply) === '1: one' ? slow.promise : undefined))
    const process = await start(database.pool, [channel])
    await process.store([incoming('drain', 'two')])
    await vi.waitFor(() => expect(channel.calls).toHaveLength(1), patience)
    const stopping = process.stop(10_000)
    slow.resolve({ ok: true, externalId: 'x' })
    await stopping
    expect((await rows('drain')).map((row) => row.status)).toEqual(['sent', 'sent'])
    expect(await database.db.selectFrom('process').selectAll().execute()).toEqual([])
  })

  it('leaves a send that outlasts the stop to the next process, as unknown', async () => {
    const channel = fakeChannel()
    const never = Promise.withResolvers<SendResult>()
    channel.behave((message, nth) => (message.chat === 'cut' && nth === 1 ? never.promise : undefined))
    const process = await start(database.pool, [channel])
    await process.store([incoming('cut', 'two')])
    await vi.waitFor(() => expect(channel.calls).toHaveLength(1), patience)
    await process.stop(100)
    const next = await start(database.pool, [channel])
    await vi.waitFor(async () => {
      expect(await rows('cut')).toMatchObject([
        { status: 'sent', unknown_outcomes: 1 },
        { status: 'sent', unknown_outcomes: 0 },
      ])
    }, patience)
    expect(channel.received('cut')).toEqual(['1: one', '1: two'])
    expect(next.counted.unknownOutcomes).toBe(1)
    never.reject(new AppError('unavailable', 'too late'))
  })
})
