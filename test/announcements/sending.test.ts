import { Temporal } from 'temporal-polyfill'
import { describe, expect, it, vi } from 'vitest'
import type { SendResult } from '../../bots/channels/channel.ts'
import type { Reply } from '../../bots/dialogue/reply.ts'
import { openTap } from '../../bots/outbox/tap-seal.ts'
import type { Pace } from '../../workers/announcements/pace.ts'
import { fakeChannel } from '../faults/support/fake-channel.ts'
import { wordsOf } from '../faults/support/scripted-turn.ts'
import { tapKey } from '../faults/support/start.ts'
import { fakePace } from './support/fake-pace.ts'
import { arrivals, channelOf, failing, setUpSending } from './support/set-up-sending.ts'

const patience = { interval: 10 }
const accepted: SendResult = { ok: true, externalId: null }

describe('the sending of an announcement', () => {
  const given = setUpSending(Temporal.Instant.from('2026-11-23T10:00+07:00'))

  async function ended(id: string, state = 'sent'): Promise<void> {
    await vi.waitFor(async () => expect(await given.state(id)).toBe(state), patience)
  }

  it('reaches each recipient exactly once on every channel, in their language, and ends', async () => {
    const [telegram, zalo] = [fakeChannel(), channelOf('zalo_oa')]
    const chats = [
      ...(await given.rows.followers(60)),
      ...(await given.rows.followers(40, { channel: 'zalo_oa', lang: 'en' })),
      ...(await given.rows.followers(20, { channel: 'web', account: 'local' })),
    ]
    const id = await given.rows.sending(chats)
    given.sender([telegram, zalo]).look()
    await ended(id)
    expect([telegram.calls.length, zalo.calls.length]).toEqual([60, 40])
    expect(arrivals(telegram, zalo).size).toBe(100)
    expect(new Set(telegram.calls.map(({ reply }) => wordsOf(reply)))).toEqual(
      new Set(['Thông báo: Nội dung']),
    )
    expect(new Set(zalo.calls.map(({ reply }) => wordsOf(reply)))).toEqual(
      new Set(['en Thông báo: Nội dung']),
    )
    const { rows } = await given.query('select from outbox where status = $1', ['sent'])
    expect(rows).toHaveLength(20)
    expect(await given.counts(id)).toMatchObject({ total: 120, sent: 120, pending: 0, unknown: 0 })
  })

  it('seals the answers of a poll for each recipient', async () => {
    const channel = fakeChannel()
    const chats = await given.rows.followers(2)
    const id = await given.rows.sending(chats, { poll: { question: 'Mấy giờ?', options: ['Sáng', 'Chiều'] } })
    given.sender([channel]).look()
    await ended(id)
    const opened = channel.calls.map(({ reply }, at) =>
      reply.choices?.map(({ ref }) => chats.map((chat) => openTap(tapKey, chat, ref))[at]),
    )
    const refs = [`v.${id}.0`, `v.${id}.1`]
    expect(opened).toEqual([refs, refs])
  })

  it('plans first who gets it, when nobody has', async () => {
    const channel = fakeChannel()
    await given.rows.followers(30)
    const id = await given.rows.announcement({ unplanned: true })
    given.sender([channel]).look()
    await ended(id)
    expect(arrivals(channel).size).toBe(30)
  })

  it('sends a long one in parts, each once, and keeps their ids', async () => {
    const channel = fakeChannel()
    channel.behave((_, nth) => (nth === 2 ? failing({ kind: 'unavailable' }) : undefined))
    const [chat = ''] = await given.rows.followers(1)
    const id = await given.rows.sending([chat], { text: 'Một câu dài. '.repeat(200).trim() })
    given.sender([channel]).look()
    await ended(id)
    const said = channel.received('telegram-1')
    expect(said.length).toBeGreaterThan(2)
    expect(said.join(' ')).toBe(`Thông báo: ${'Một câu dài. '.repeat(200).trim()}`)
    const { rows } = await given.query<{ external_id: string }>(
      'select external_id from announcement_recipient',
    )
    expect(rows[0]?.external_id.split(',')).toHaveLength(said.length)
  })

  it('shares the recipients with other processes, and nobody gets it twice', async () => {
    const channels = [fakeChannel(), fakeChannel()]
    for (const channel of channels)
      channel.behave(() => new Promise((resolve) => setImmediate(resolve, accepted)))
    const id = await given.rows.sending(await given.rows.followers(400))
    for (const channel of channels) given.sender([channel]).look()
    await ended(id)
    expect(arrivals(...channels).size).toBe(400)
    const counts = channels.map(({ calls }) => calls.length)
    expect(counts[0]).toBeGreaterThan(0)
    expect(counts[1]).toBeGreaterThan(0)
    expect((counts[0] ?? 0) + (counts[1] ?? 0)).toBe(400)
  })

  it('stops beginning new ones when it is paused, and resumes with precisely who is left', async () => {
    const channel = fakeChannel()
    const held: (() => void)[] = []
    channel.behave(() => new Promise((resolve) => held.push(() => resolve(accepted))))
    const id = await given.rows.sending(await given.rows.followers(100))
    given.sender([channel]).look()
    await vi.waitFor(() => expect(channel.calls.length).toBeGreaterThanOrEqual(32), patience)
    await given.set(id, 'paused')
    const before = channel.calls.length
    for (const go of held.splice(0)) go()
    await vi.waitFor(async () => {
      expect((await given.counts(id)).sent).toBe(before)
      expect((await given.query(`select from announcement_recipient where status = 'sending'`)).rows).toEqual(
        [],
      )
    }, patience)
    expect(channel.calls).toHaveLength(before)
    channel.behave(() => undefined)
    await given.set(id, 'sending')
    given.sender([channel]).look()
    await ended(id)
    expect(channel.calls).toHaveLength(100)
    expect(arrivals(channel).size).toBe(100)
  })

  it('is stopped for good and to the letter', async () => {
    const channel = fakeChannel()
    const held: (() => void)[] = []
    channel.behave(() => new Promise((resolve) => held.push(() => resolve(failing({ kind: 'unavailable' })))))
    const id = await given.rows.sending(await given.rows.followers(100))
    const sender = given.sender([channel])
    sender.look()
    await vi.waitFor(() => expect(channel.calls.length).toBeGreaterThanOrEqual(32), patience)
    await given.stop(id)
    const called = channel.calls.length
    for (const go of held.splice(0)) go()
    await vi.waitFor(async () => {
      expect(await given.counts(id)).toMatchObject({ total: 100, sent: 0, skipped: 100, pending: 0 })
    }, patience)
    await sender.round()
    expect(channel.calls).toHaveLength(called)
  })

  it('goes to urgent ones first, and to others slice by slice in turn', async () => {
    const channel = fakeChannel()
    const chats = await given.rows.followers(96)
    const city = await given.rows.sending(chats, { title: 'City' })
    const ward = await given.rows.sending(chats.slice(0, 64), { title: 'Ward' })
    const flood = await given.rows.sending(chats.slice(0, 40), { title: 'Flood', urgent: 'disaster' })
    given.sender([channel]).look()
    for (const id of [city, ward, flood]) await ended(id)
    const order = channel.calls.map(({ reply }) => wordsOf(reply).split(':')[0])
    expect(new Set(order.slice(0, 40))).toEqual(new Set(['Flood']))
    expect(order.indexOf('Ward')).toBeLessThan(order.lastIndexOf('City'))
    expect(order.indexOf('City')).toBeLessThan(order.lastIndexOf('Ward'))
  })

  it('passes over who left, and whoever was erased, since it was planned', async () => {
    const channel = fakeChannel()
    const chats = await given.rows.followers(6)
    const id = await given.rows.sending(chats)
    await given.query('update follower set stopped_at = now() where conversation_id = $1', [chats[0]])
    await given.query(`update follower set topics = '{thue}' where conversation_id = $1`, [chats[1]])
    await given.query('delete from conversation where id = $1', [chats[2]])
    given.sender([channel]).look()
    await ended(id)
    expect(await given.counts(id)).toMatchObject({ sent: 3, skipped: 3, reasons: { left: 2, erased: 1 } })
    expect(channel.calls).toHaveLength(3)
  })

  it('tells a person who has two rows by now in one place', async () => {
    const channel = fakeChannel()
    const chats = await given.rows.followers(2)
    const id = await given.rows.sending(chats)
    await given.rows.join(chats, 'p')
    given.sender([channel]).look()
    await ended(id)
    expect(await given.counts(id)).toMatchObject({ sent: 1, skipped: 1, reasons: { merged: 1 } })
  })

  it('keeps what is above the cap of a day for the next, whatever the number of places', async () => {
    const [telegram, zalo] = [fakeChannel(), channelOf('zalo_oa')]
    const [here = ''] = await given.rows.followers(1)
    const [there = ''] = await given.rows.followers(1, { channel: 'zalo_oa' })
    await given.rows.join([here, there], 'p')
    const ids: string[] = []
    for (const chat of [here, there, here, there, here]) ids.push(await given.rows.sending([chat]))
    const urgent = await given.rows.sending([here], { urgent: 'health' })
    const senders = [given.sender([telegram, zalo]), given.sender([telegram, zalo])]
    for (const sender of senders) sender.look()
    await ended(urgent)
    await vi.waitFor(async () => {
      const states = await Promise.all(ids.map(given.state))
      expect(states.toSorted()).toEqual(['sent', 'sent', 'sent', 'waiting', 'waiting'])
    }, patience)
    expect(telegram.calls.length + zalo.calls.length).toBe(4)
    const held = await Promise.all(ids.map(given.counts))
    expect(held.reduce((sum, counts) => sum + counts.held, 0)).toBe(2)
  })

  it('takes it back from where the channel can', async () => {
    const telegram = fakeChannel()
    telegram.behave(({ chat }) => ({ ok: true, externalId: `m of ${chat}` }))
    const zalo = channelOf('zalo_oa')
    const gone: string[] = []
    const deleting = {
      ...telegram,
      async recall(chat: string, externalId: string) {
        gone.push(`${chat} ${externalId}`)
        return chat === 'telegram-1'
          ? failing({ kind: 'permanent' })
          : { ok: true as const, externalId: null }
      },
    }
    const chats = [
      ...(await given.rows.followers(3)),
      ...(await given.rows.followers(1, { channel: 'zalo_oa' })),
      ...(await given.rows.followers(2, { channel: 'web' })),
    ]
    const id = await given.rows.sending(chats)
    const sender = given.sender([deleting, zalo])
    sender.look()
    await ended(id)
    await given.query('update announcement set recall_asked_at = $2 where id = $1', [
      id,
      given.hand.now.toString(),
    ])
    sender.look()
    await vi.waitFor(async () => {
      const { rows } = await given.query(`select from announcement_history where act = 'taken_back'`)
      expect(rows).toHaveLength(1)
    }, patience)
    expect(gone.toSorted()).toEqual([1, 2, 3].map((n) => `telegram-${n} m of telegram-${n}`))
    const { rows } = await given.query<{ channel: string }>(
      'select channel from announcement_recipient where recalled_at is not null order by id',
    )
    expect(rows.map(({ channel }) => channel)).toEqual(['telegram', 'telegram', 'web', 'web'])
    const { rows: written } = await given.query<{ reply: Reply }>('select reply from outbox')
    expect(written.map(({ reply }) => wordsOf(reply))).toEqual(['withdrawn Thông báo', 'withdrawn Thông báo'])
  })

  it('takes nothing back any more once it is stopped', async () => {
    const gone: string[] = []
    const deleting = {
      ...fakeChannel(),
      async recall(_chat: string, externalId: string) {
        gone.push(externalId)
        return accepted
      },
    }
    const id = await given.rows.sending(await given.rows.followers(1), { state: 'stopped' })
    await given.query(
      `update announcement_recipient set status = 'sent', external_id = 'm', settled_at = now()`,
    )
    await given.query('update announcement set recall_asked_at = $2 where id = $1', [
      id,
      given.hand.now.toString(),
    ])
    const pace = fakePace()
    const taken = vi.fn<Pace['take']>(async (of) => ({ permits: [{ of, inMs: 60_000 }], againMs: 0 }))
    const sender = given.sender([deleting], { pace: { ...pace, take: taken } })
    sender.look()
    await vi.waitFor(() => expect(taken).toHaveBeenCalled(), patience)
    await sender.stop()
    expect(gone).toEqual([])
    expect(pace.given).toEqual({ used: 0, unused: 1 })
  })
})
