import { describe, expect, it, vi } from 'vitest'
import type { ChannelLock } from '../../bots/channels/channel-lock.ts'
import { sharedLock } from '../support/channel-locks.ts'
import { setUp } from './set-up.ts'

describe('taking in by polling', () => {
  it('stores what people do, each chat in order, and confirms it', async () => {
    const { emulator, telegram, stored, health } = await setUp()
    const [a, b] = [emulator.user(), emulator.user({ lang: 'en' })]
    telegram.start()
    for (const text of ['1', '2', '3']) {
      a.send(text)
      b.send(text)
    }
    a.sendPhoto('ảnh')
    a.block()
    await vi.waitFor(() => expect(stored).toHaveLength(8))
    const of = (id: number) => stored.filter(({ chat }) => chat === String(id)).map(({ event }) => event)
    expect(of(b.id)).toEqual(['1', '2', '3'].map((text) => ({ kind: 'text', text })))
    expect(of(a.id).slice(3)).toEqual([
      {
        kind: 'attachment',
        type: 'photo',
        caption: 'ảnh',
        image: 'photo-file',
        file: { ref: 'photo-file', type: 'image/jpeg', size: 1024 },
      },
      { kind: 'blocked' },
    ])
    await vi.waitFor(() => expect(emulator.queue.size).toBe(0))
    expect(health.at(-1)).toEqual({ status: 'ok' })
  })

  it('asks for four kinds of updates, and acknowledges one it has never heard of', async () => {
    const { emulator, telegram, stored, ignored } = await setUp()
    emulator.update({ chat_boost_of_the_future: { chat: { id: 'x' } } })
    telegram.start()
    await vi.waitFor(() => expect(ignored).toEqual(['unknown_kind']))
    await vi.waitFor(() => expect(emulator.queue.size).toBe(0))
    expect([...(emulator.queue.allowed ?? [])]).toEqual([
      'message',
      'edited_message',
      'callback_query',
      'my_chat_member',
    ])
    expect(stored).toEqual([])
  })

  it('knows the address that opens the bot as soon as Telegram has told its name', async () => {
    const { telegram, health } = await setUp()
    expect(telegram.linkTo('1_001193')).toBeNull()
    telegram.start()
    await vi.waitFor(() => expect(health.at(-1)).toEqual({ status: 'ok' }))
    expect(telegram.linkTo('1_001193')).toBe('https://t.me/motcua_thu_bot?start=1_001193')
  })

  it('keeps nothing of what a group says among itself', async () => {
    const { emulator, telegram, texts, ignored } = await setUp()
    const user = emulator.user()
    const chat = emulator.group()
    telegram.start()
    user.send('chuyện riêng của tổ', { chat })
    user.send('@motcua_thu_bot mấy giờ mở cửa', { chat })
    await vi.waitFor(() => expect(texts()).toEqual(['mấy giờ mở cửa']))
    expect(ignored).toEqual(['not_addressed'])
  })

  it('takes a reply to one of its messages in a group as meant for it', async () => {
    const { emulator, telegram, texts } = await setUp()
    const user = emulator.user()
    const chat = emulator.group()
    telegram.start()
    await telegram.channel.send({
      id: '1',
      window: null,
      chat: String(chat.id),
      reply: { blocks: [{ kind: 'text', text: 'Mời hỏi' }] },
    })
    user.send('vậy mấy giờ', { chat, replyTo: (await user.next(chat)).id })
    await vi.waitFor(() => expect(texts()).toEqual(['vậy mấy giờ']))
  })

  it('confirms nothing until it is stored, for as long as the database is away', async () => {
    const { emulator, telegram, texts, database, lines } = await setUp()
    const user = emulator.user()
    database.failures = 40
    telegram.start()
    for (const text of ['1', '2', '3']) user.send(text)
    await vi.waitFor(() => expect(database.failures).toBeLessThan(30), { interval: 5 })
    expect(emulator.queue.size).toBe(3)
    await vi.waitFor(() => expect(texts()).toEqual(['1', '2', '3']))
    await vi.waitFor(() => expect(emulator.queue.size).toBe(0))
    expect(lines.filter((line) => line.includes('not stored'))).toHaveLength(1)
  })

  it('drops what the inbox can never take, and goes on', async () => {
    const { emulator, telegram, texts, ignored } = await setUp()
    const user = emulator.user()
    telegram.start()
    for (const text of ['1', 'không nhận được', '2']) user.send(text)
    await vi.waitFor(() => expect(texts()).toEqual(['1', '2']))
    expect(ignored).toEqual(['refused'])
    await vi.waitFor(() => expect(emulator.queue.size).toBe(0))
  })

  it('stops at once while the database is away, and leaves the rest to the next start', async () => {
    const { emulator, telegram, connect, texts, database } = await setUp()
    const user = emulator.user()
    telegram.start()
    user.send('1')
    await vi.waitFor(() => expect(texts()).toEqual(['1']))
    database.failures = Number.POSITIVE_INFINITY
    user.send('2')
    await vi.waitFor(() => expect(database.handedIn).toBeGreaterThan(3))
    await telegram.stop()
    expect(texts()).toEqual(['1'])
    database.failures = 0
    connect().start()
    await vi.waitFor(() => expect(texts()).toEqual(['1', '2']))
  })

  it('confirms at the stop what was stored last', async () => {
    const { emulator, telegram, texts } = await setUp({ pace: { pollSeconds: 50 } })
    telegram.start()
    emulator.faults.add({
      method: 'getUpdates',
      times: 1,
      every: 2,
      fault: { kind: 'hang', ms: 60_000, when: 'before' },
    })
    emulator.user().send('1')
    await vi.waitFor(() => expect(texts()).toEqual(['1']))
    await vi.waitFor(() => expect(emulator.faults.struck.get('hang')).toBe(1))
    expect(emulator.queue.size).toBe(1)
    await telegram.stop()
    expect(emulator.queue.size).toBe(0)
  })

  it('stores once what is delivered twice or out of order', async () => {
    const { emulator, telegram, texts, database } = await setUp()
    emulator.queue.disorder(true)
    emulator.queue.repeat(3)
    const user = emulator.user()
    for (const text of ['1', '2', '3']) user.send(text)
    telegram.start()
    await vi.waitFor(() => expect(database.handedIn).toBe(6))
    expect(texts()).toEqual(['1', '2', '3'])
  })

  it.each([
    [{ kind: 'reset', when: 'before' }, 500],
    [{ kind: 'reset', when: 'after' }, 500],
    [{ kind: 'status', status: 502, body: 'html' }, 500],
    [{ kind: 'status', status: 500, body: 'json' }, 500],
    [{ kind: 'status', status: 503, body: 'empty' }, 500],
    [{ kind: 'status', status: 200, body: 'html' }, 500],
    [{ kind: 'status', status: 429, retryAfter: 7 }, 7500],
  ] as const)('goes on after %j', async (fault, pause) => {
    const { emulator, telegram, texts, pauses, health } = await setUp()
    emulator.faults.add({ method: 'getUpdates', fault })
    telegram.start()
    emulator.user().send('vẫn nhận')
    await vi.waitFor(() => expect(texts()).toEqual(['vẫn nhận']))
    expect(pauses).toEqual([pause])
    expect(health.at(-1)).toEqual({ status: 'ok' })
  })

  it('says that Telegram cannot be reached, and that it can again', async () => {
    const { emulator, telegram, health, texts, pauses } = await setUp()
    telegram.start()
    await vi.waitFor(() => expect(emulator.counts.get('getUpdates')).toBe(1))
    await emulator.goAway()
    await vi.waitFor(() => expect(health.at(-1)?.detail).toMatch(/cannot be reached .*ECONNREFUSED/))
    await vi.waitFor(() => expect(pauses.at(-1)).toBe(30_000))
    await emulator.comeBack()
    emulator.user().send('lại được')
    await vi.waitFor(() => expect(texts()).toEqual(['lại được']))
    expect(health.at(-1)).toEqual({ status: 'ok' })
  })

  it('reports that somebody else polls, waits longer each time, and takes over when it may', async () => {
    const { emulator, telegram, health, texts, pauses } = await setUp()
    const description = 'Conflict: terminated by other getUpdates request'
    emulator.faults.add({
      method: 'getUpdates',
      times: 4,
      fault: { kind: 'status', status: 409, description },
    })
    telegram.start()
    emulator.user().send('của ai')
    await vi.waitFor(() => expect(texts()).toEqual(['của ai']))
    expect(pauses).toEqual([5_000, 10_000, 20_000, 30_000])
    expect(health.map(({ status, detail }) => detail ?? status)).toContainEqual(
      expect.stringMatching(/^409: another process/),
    )
    expect(health.at(-1)).toEqual({ status: 'ok' })
  })

  it('reports a refused token, tries every few minutes, and works again with it', async () => {
    const { emulator, telegram, health, texts, pauses } = await setUp()
    emulator.revoke('700100:another')
    telegram.start()
    await vi.waitFor(() => expect(health.at(-1)?.detail).toMatch(/refuses the token \(401 Unauthorized\)/))
    expect(pauses[0]).toBe(180_000)
    emulator.revoke(emulator.token)
    emulator.user().send('token cũ')
    await vi.waitFor(() => expect(texts()).toEqual(['token cũ']))
    expect(health.at(-1)).toEqual({ status: 'ok' })
  })

  it('takes a webhook away that was left behind', async () => {
    const { emulator, telegram, texts } = await setUp()
    emulator.webhook.set({ url: 'http://127.0.0.1:1/', maxConnections: 1 })
    telegram.start()
    emulator.user().send('x')
    await vi.waitFor(() => expect(texts()).toEqual(['x']))
  })

  it('offers its commands in both languages', async () => {
    const { emulator, telegram } = await setUp()
    emulator.faults.add({ method: 'setMyCommands', fault: { kind: 'status', status: 500 } })
    telegram.start()
    await vi.waitFor(() => expect([...emulator.api.commands.keys()]).toEqual(['', 'en']))
    expect(emulator.api.commands.get('')).toContainEqual({ command: 'human', description: 'Gặp cán bộ' })
    expect(emulator.api.commands.get('en')).toContainEqual({
      command: 'human',
      description: 'Talk to an official',
    })
  })
})

describe('several processes', () => {
  it('poll one at a time, by the lock, and the next takes over when it is lost', async () => {
    const { lock, holders } = sharedLock()
    const { emulator, telegram, connect, texts, health } = await setUp({ lock })
    const user = emulator.user()
    telegram.start()
    connect().start()
    user.send('1')
    await vi.waitFor(() => expect(texts()).toEqual(['1']))
    holders[0]?.abort()
    await vi.waitFor(() => expect(holders).toHaveLength(2))
    user.send('2')
    await vi.waitFor(() => expect(texts()).toEqual(['1', '2']))
    expect(health.some(({ detail }) => detail?.startsWith('409'))).toBe(false)
  })

  it('wait and try again when the lock itself cannot be had', async () => {
    let refusals = 3
    const lock: ChannelLock = {
      async acquire() {
        refusals -= 1
        if (refusals >= 0) throw new Error('no database')
        return { lost: new AbortController().signal, release: async () => {} }
      },
    }
    const { emulator, telegram, texts, pauses } = await setUp({ lock })
    telegram.start()
    emulator.user().send('1')
    await vi.waitFor(() => expect(texts()).toEqual(['1']))
    expect(pauses).toEqual([100, 200, 400])
  })
})
