import { Temporal } from 'temporal-polyfill'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { SendResult } from '../../bots/channels/channel.ts'
import { erasePerson } from '../../bots/inbox/erase-person.ts'
import { exportPerson } from '../../bots/inbox/export-person.ts'
import { forgetOld } from '../../bots/inbox/forget-old.ts'
import { enqueueMessage } from '../../bots/outbox/enqueue-message.ts'
import { readHistory, readMessages } from '../../bots/outbox/read-messages.ts'
import { sealTap } from '../../bots/outbox/tap-seal.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { fakeChannel } from './support/fake-channel.ts'
import { text, wordsOf } from './support/scripted-turn.ts'
import { incoming, start, tapKey } from './support/start.ts'

describe('what turns do besides answering', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await createTestDatabase()
  })
  afterAll(() => database.drop())

  const patience = { interval: 10 }
  const conversation = (chat: string) =>
    database.db.selectFrom('conversation').selectAll().where('chat', '=', chat).executeTakeFirst()
  const web = {
    name: 'web' as const,
    account: 'main',
    capabilities: { maxText: 20_000, edit: true },
  }
  const onWeb = { channel: 'web' as const, account: 'main' }

  it('opens a button for the conversation it was shown in, and for no other', async () => {
    const channel = fakeChannel()
    const process = await start(database.pool, [channel])
    await process.store([incoming('taps', 'choose'), incoming('thief', 'alo')])
    await vi.waitFor(() => expect(channel.received('taps')).toHaveLength(1), patience)
    const data = channel.calls.find((call) => call.chat === 'taps')?.reply.choices?.[0]?.ref ?? ''
    expect(data).not.toBe('g1.a.yes')
    await process.store([
      incoming('taps', { kind: 'tap', data }),
      incoming('taps', { kind: 'tap', data: 'g1.a.no~AAAAAAAA' }),
      incoming('thief', { kind: 'tap', data }),
    ])
    await vi.waitFor(() => {
      expect(channel.received('taps').slice(1)).toEqual(['2: tap g1.a.yes', '3: tap null'])
      expect(channel.received('thief')).toEqual(['1: alo', '2: tap null'])
    }, patience)
  })

  it('plans a reminder, replaces it by a newer one about the same, and calls it off', async () => {
    const channel = fakeChannel()
    const process = await start(database.pool, [channel])
    const planned = async () =>
      database.db.selectFrom('reminder').select(['text', 'due_at', 'status']).orderBy('id').execute()
    await process.store([incoming('remind', 'remind 2026-12-01T01:00:00Z một')])
    await process.store([incoming('remind', 'remind 2026-12-02T01:00:00Z hai')])
    await vi.waitFor(() => expect(channel.received('remind')).toHaveLength(2), patience)
    expect(await planned()).toEqual([{ text: 'hai', due_at: '2026-12-02T01:00:00.000Z', status: 'planned' }])
    expect(process.reminders).toEqual(['2026-12-01T01:00:00Z', '2026-12-02T01:00:00Z'])
    await process.store([incoming('remind', 'cancel')])
    await vi.waitFor(async () => expect((await planned())[0]?.status).toBe('cancelled'), patience)
  })

  it('carries a place to another conversation by a code that works once', async () => {
    const channel = fakeChannel()
    const process = await start(database.pool, [channel])
    await process.store([incoming('from', 'code')])
    await vi.waitFor(() => expect(channel.received('from')).toHaveLength(2), patience)
    const code = channel.received('from')[1]?.replace('code ', '') ?? ''
    expect(code).toMatch(/^[A-Z2-9]{6}$/)
    await process.store([incoming('to', `redeem ${code.toLowerCase()}`), incoming('to', `redeem ${code}`)])
    await vi.waitFor(() => expect(channel.received('to')).toHaveLength(2), patience)
    expect(channel.received('to')[0]).toContain('"place":{"flow":"f"')
    expect(channel.received('to')[1]).toContain('"reason":"unknown"')
  })

  it('refuses a code that has run out, and an older one of the same conversation', async () => {
    const channel = fakeChannel()
    const codes = ['AAAAA2', 'AAAAA2', 'AAAAA3']
    const digits = codes.join('').split('')
    const alphabet = 'ACDEFHJKMNPQRTUVWXY23456789'
    const process = await start(database.pool, [channel], {
      randomBelow: () => alphabet.indexOf(digits.shift() ?? 'C'),
    })
    await process.store([incoming('old', 'code')])
    await vi.waitFor(() => expect(channel.received('old')).toHaveLength(2), patience)
    await database.db
      .updateTable('resume_code')
      .set({ expires_at: '2020-01-01T00:00:00Z' })
      .where('code', '=', 'AAAAA2')
      .execute()
    // The first drawn is taken by another conversation, so the next is.
    await process.store([incoming('new', 'code')])
    await vi.waitFor(() => expect(channel.received('new')[1]).toBe('code AAAAA3'), patience)
    await process.store([incoming('tries', 'redeem AAAAA2')])
    await vi.waitFor(() => expect(channel.received('tries')[0]).toContain('unknown'), patience)
  })

  it('makes a conversation wait after five wrong codes, and no other', async () => {
    const channel = fakeChannel()
    const process = await start(database.pool, [channel])
    await process.store(Array.from({ length: 6 }, () => incoming('guess', 'redeem XXXXX9')))
    await process.store([incoming('honest', 'redeem XXXXX9')])
    await vi.waitFor(() => {
      const reasons = channel.received('guess').map((line) => /"reason":"(\w+)"/.exec(line)?.[1])
      expect(reasons).toEqual([...Array(5).fill('unknown'), 'too_many_tries'])
      expect(channel.received('honest')[0]).toContain('unknown')
    }, patience)
    await database.db.updateTable('code_try').set({ at: '2020-01-01T00:00:00Z' }).execute()
    await process.store([incoming('guess', 'redeem XXXXX9')])
    await vi.waitFor(() => expect(channel.received('guess')[6]).toContain('unknown'), patience)
  })

  it('keeps counting wrong codes of whoever erases themselves, or comes by another page', async () => {
    const channel = fakeChannel()
    const process = await start(database.pool, [channel, web])
    await process.store(Array.from({ length: 5 }, () => incoming('sly', 'redeem XXXXX9')))
    await process.store([incoming('sly', 'erase')])
    await process.store([incoming('sly', 'redeem XXXXX9')])
    await vi.waitFor(() => expect(channel.received('sly').at(-1)).toContain('too_many_tries'), patience)

    const pages = Array.from({ length: 22 }, (_, n) => `page-${n}`)
    const at = (chat: string) => ({ channel: 'web', account: 'main', chat })
    const answers: (string | undefined)[] = []
    for (const chat of pages) {
      await process.store([incoming(chat, 'redeem XXXXX9', { ...onWeb, limitKey: 'one address' })])
      await vi.waitFor(async () => {
        const [answer] = await readMessages(database.pool, at(chat), '0', 1)
        expect(answer).toBeDefined()
        answers.push(/"reason.*?:.*?"(\w+)/.exec(answer ? wordsOf(answer.reply) : '')?.[1])
      }, patience)
    }
    expect(answers).toEqual([...Array(20).fill('unknown'), 'too_many_tries', 'too_many_tries'])
  })

  it('lets whoever has a right code in while others guess in crowds', async () => {
    const channel = fakeChannel()
    const process = await start(database.pool, [channel])
    await process.store([incoming('source', 'code')])
    await vi.waitFor(() => expect(channel.received('source')).toHaveLength(2), patience)
    const code = channel.received('source')[1]?.replace('code ', '')
    await database.pool.query(
      `insert into code_try (who, at) select 'guesser ' || n, now() from generate_series(1, 1000) n`,
    )
    await process.store([incoming('crowd', 'redeem XXXXX9'), incoming('crowd', `redeem ${code}`)])
    await process.store([incoming('citizen', `redeem ${code}`)])
    await vi.waitFor(() => {
      expect(channel.received('crowd')[1]).toContain('too_many_tries')
      expect(channel.received('citizen')[0]).toContain('"place"')
    }, patience)
    await database.pool.query('delete from code_try')
  })

  it('erases somebody, says so, and knows nothing of them when they come back', async () => {
    const channel = fakeChannel()
    const process = await start(database.pool, [channel])
    await process.store([incoming('forget', 'bí mật'), incoming('forget', 'remind 2027-01-01T00:00:00Z x')])
    await vi.waitFor(() => expect(channel.received('forget')).toHaveLength(2), patience)
    const erasing = incoming('forget', 'erase')
    await process.store([erasing])
    await vi.waitFor(() => expect(channel.received('forget')[2]).toBe('erased'), patience)
    expect(process.erased).toMatchObject([{ channel: 'telegram', account: 'bot', chat: 'forget' }])
    await vi.waitFor(async () => expect(await conversation('forget')).toBeUndefined(), patience)
    const left = await database.pool.query(
      `select count(*)::int as rows from inbox where event::text like '%bí mật%'
       union all select count(*)::int from outbox where reply::text like '%bí mật%'
       union all select count(*)::int from reminder where text = 'x'`,
    )
    expect(left.rows).toEqual([{ rows: 0 }, { rows: 0 }, { rows: 0 }])
    // The channel delivers the request once more: it is still known by its number, and nothing begins anew.
    await process.store([erasing, incoming('forget', 'chào lại')])
    await vi.waitFor(() => expect(channel.received('forget').slice(3)).toEqual(['1: chào lại']), patience)
  })

  it('keeps nothing of what was answered in the same breath', async () => {
    const channel = fakeChannel()
    const process = await start(database.pool, [channel])
    await process.store([
      incoming('breath', 'bí mật một'),
      incoming('breath', 'two'),
      incoming('breath', 'erase'),
    ])
    await vi.waitFor(() => expect(channel.received('breath').at(-1)).toBe('erased'), patience)
    const { rows } = await database.pool.query(
      `select reply from outbox where reply::text like '%bí mật một%' or reply::text like '%2: one%'`,
    )
    expect(rows).toEqual([])
  })

  it('keeps what somebody writes right after they asked to be erased', async () => {
    const channel = fakeChannel()
    const process = await start(database.pool, [channel])
    await process.store([incoming('hasty', 'erase'), incoming('hasty', 'quay lại'), incoming('hasty', 'nữa')])
    await vi.waitFor(() => {
      expect(channel.received('hasty')).toEqual(['erased', '1: quay lại', '2: nữa'])
    }, patience)
    expect((await conversation('hasty'))?.state).toMatchObject({ runs: 2 })
  })

  it('brings nobody back by a send that was under way when they were erased', async () => {
    const channel = fakeChannel()
    const slow = Promise.withResolvers<SendResult>()
    channel.behave((message) => (wordsOf(message.reply) === '1: one' ? slow.promise : undefined))
    const process = await start(database.pool, [channel])
    await process.store([incoming('inflight', 'two')])
    await vi.waitFor(() => expect(channel.calls).toHaveLength(1), patience)
    const erased = await erasePerson(
      database.pool,
      { channel: 'telegram', chat: 'inflight' },
      { now: Temporal.Now.instant().toString(), recordErasure: async () => {} },
    )
    expect(erased).toBe(1)
    slow.resolve({ ok: true, externalId: 'x' })
    await process.store([incoming('inflight', 'ai đó')])
    await vi.waitFor(() => expect(channel.received('inflight').at(-1)).toBe('1: ai đó'), patience)
    await process.stop()
    // The second message of the erased turn was never sent.
    expect(channel.calls.map((call) => wordsOf(call.reply))).toEqual(['1: one', '1: ai đó'])
    const left = await database.db
      .selectFrom('outbox')
      .innerJoin('conversation', 'conversation.id', 'conversation_id')
      .where('chat', '=', 'inflight')
      .select('status')
      .execute()
    expect(left).toEqual([{ status: 'sent' }])
  })

  it('takes nothing up again that the channel posts once more after an erasure by an operator', async () => {
    const channel = fakeChannel()
    const process = await start(database.pool, [channel])
    const said = incoming('posted-again', 'one')
    await process.store([said])
    await vi.waitFor(() => expect(channel.received('posted-again')).toEqual(['1: one']), patience)
    const now = Temporal.Now.instant().toString()
    const who = { channel: 'telegram', chat: 'posted-again' }
    expect(await erasePerson(database.pool, who, { now, recordErasure: async () => {} })).toBe(1)
    await process.store([said])
    await process.idle()
    // An address without anything at it may be left; it goes within a day.
    for (const left of (await exportPerson(database.pool, who)).conversations)
      expect(left).toMatchObject({ state: null, received: [], sent: [] })
    expect(channel.received('posted-again')).toEqual(['1: one'])
    await process.stop()
  })

  it('exports what is stored about a person, and nothing about others', async () => {
    const channel = fakeChannel()
    const process = await start(database.pool, [channel])
    await process.store([incoming('export', 'chuyện của tôi'), incoming('stranger', 'chuyện khác')])
    await vi.waitFor(() => expect(channel.received('export')).toHaveLength(1), patience)
    const data = await exportPerson(database.pool, { channel: 'telegram', chat: 'export' })
    expect(data.conversations).toHaveLength(1)
    expect(data.conversations[0]).toMatchObject({
      account: 'bot',
      received: [{ event: { event: { text: 'chuyện của tôi' } } }],
      sent: [{ reply: text('1: chuyện của tôi') }],
    })
    expect(JSON.stringify(data)).not.toContain('khác')
    expect(await exportPerson(database.pool, { channel: 'web', chat: 'export' })).toMatchObject({
      conversations: [],
    })
  })

  it('lets a page read its messages as they are written, and both sides again later', async () => {
    const process = await start(database.pool, [web])
    const at = { channel: 'web', account: 'main', chat: 'page' }
    const listener = await database.pool.connect()
    const notices: (string | undefined)[] = []
    listener.on('notification', ({ payload }) => notices.push(payload))
    await listener.query('listen outbox')
    await process.store([incoming('page', 'một', onWeb), incoming('page', 'choose', onWeb)])
    await vi.waitFor(
      async () => expect(await readMessages(database.pool, at, '0', 10)).toHaveLength(2),
      patience,
    )
    const [first, second] = await readMessages(database.pool, at, '0', 10)
    expect(wordsOf(first?.reply ?? text(''))).toBe('1: một')
    const id = (await conversation('page'))?.id ?? ''
    expect(second?.reply.choices?.[0]?.ref).toBe(sealTap(tapKey, id, 'g1.a.yes'))
    expect(await readMessages(database.pool, at, first?.id ?? '', 10)).toEqual([second])
    expect(await readMessages(database.pool, at, 'drop table', 1)).toEqual([first])
    expect(await readMessages(database.pool, { ...at, chat: 'nobody' }, '0', 10)).toEqual([])
    const history = await readHistory(database.pool, at, 1)
    expect(history.messages).toEqual([second])
    expect(history.events.map((one) => one.event.event)).toEqual([{ kind: 'text', text: 'choose' }])
    await vi.waitFor(() => expect(notices).toContain('web:main:page'), patience)
    listener.release(true)
  })

  it('sends what was enqueued unasked, to who is called and to who comes and reads', async () => {
    const channel = fakeChannel()
    const process = await start(database.pool, [channel, web])
    await process.store([incoming('nudge', 'alo'), incoming('nudged', 'alo', onWeb)])
    await vi.waitFor(() => expect(channel.received('nudge')).toHaveLength(1), patience)
    const ids = [await conversation('nudge'), await conversation('nudged')].map((one) => one?.id ?? '')
    const written = await database.db.transaction().execute(async (trx) => {
      const results: (string | null)[] = []
      for (const conversationId of [...ids, '999999999'])
        results.push(
          await enqueueMessage(trx, { conversationId, reply: text('nhắc'), now: new Date().toISOString() }),
        )
      return results
    })
    const rowsOf = await database.db
      .selectFrom('outbox')
      .select('id')
      .where('inbox_id', 'is', null)
      .orderBy('id')
      .execute()
    expect(written).toEqual([...rowsOf.slice(-2).map(({ id }) => id), null])
    process.lookForMessages()
    await vi.waitFor(() => expect(channel.received('nudge')).toEqual(['1: alo', 'nhắc']), patience)
    await vi.waitFor(async () => {
      const rows = await database.db
        .selectFrom('outbox')
        .select('status')
        .where('conversation_id', 'in', ids)
        .execute()
      expect(rows.map((row) => row.status)).toEqual(Array(4).fill('sent'))
    }, patience)
  })

  it('empties texts after 30 days and deletes conversations idle for 12 months', async () => {
    const channel = fakeChannel()
    const process = await start(database.pool, [channel])
    for (const chat of ['month', 'year', 'busy']) await process.store([incoming(chat, 'bí mật')])
    await vi.waitFor(() => expect(channel.received('busy')).toHaveLength(1), patience)
    await process.stop()
    await database.pool.query(
      `update inbox set received_at = now() - interval '31 days' from conversation c
       where c.id = conversation_id and chat in ('month', 'year')`,
    )
    await database.pool.query(
      `update outbox set created_at = now() - interval '31 days' from conversation c
       where c.id = conversation_id and chat in ('month', 'year')`,
    )
    await database.pool.query(
      `update conversation set active_at = now() - interval '13 months', created_at = now() - interval '14 months'
       where chat = 'year'`,
    )
    const clock = { now: () => Temporal.Now.instant() }
    expect(await forgetOld(database.pool, clock)).toMatchObject({ texts: 4, conversations: 1 })
    expect(await conversation('year')).toBeUndefined()
    const kept = async (chat: string) =>
      (await exportPerson(database.pool, { channel: 'telegram', chat })).conversations[0]
    expect(await kept('month')).toMatchObject({ received: [{ event: null }], sent: [{ reply: null }] })
    expect((await kept('month'))?.state).toMatchObject({ runs: 1 })
    expect(JSON.stringify(await kept('busy'))).toContain('bí mật')
    expect(await forgetOld(database.pool, clock)).toEqual({ texts: 0, conversations: 0 })
  })
})
