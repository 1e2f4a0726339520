import { Temporal } from 'temporal-polyfill'
import { describe, expect, it, vi } from 'vitest'
import type { SendResult } from '../../bots/channels/channel.ts'
import { fakeChannel } from '../faults/support/fake-channel.ts'
import { wordsOf } from '../faults/support/scripted-turn.ts'
import { arrivals, channelOf, failing, setUpSending } from './support/set-up-sending.ts'

const patience = { interval: 10 }

describe('an announcement whose channels fail', () => {
  const given = setUpSending(Temporal.Instant.from('2026-11-23T10:00+07:00'))

  async function ended(id: string, state = 'sent'): Promise<void> {
    await vi.waitFor(async () => expect(await given.state(id)).toBe(state), patience)
  }

  it('obeys a storm of 429, loses nobody and burns no try', async () => {
    const channel = fakeChannel()
    const limited: SendResult = {
      ok: false,
      error: { kind: 'rate_limited', retryAfterMs: 20, detail: '429' },
    }
    channel.behave((_, nth) => (nth < 200 && nth % 3 === 0 ? limited : undefined))
    const id = await given.rows.sending(await given.rows.followers(100))
    const sender = given.sender([channel])
    sender.look()
    await ended(id)
    expect(await given.counts(id)).toMatchObject({ sent: 100, unknown: 0 })
    expect(sender.pace.refusals).toBeGreaterThan(0)
    const { rows } = await given.query('select from announcement_recipient where attempts > 0')
    expect(rows).toEqual([])
  })

  it('loses nobody while everything is refused, and lets other accounts go on', async () => {
    const [broken, sound] = [fakeChannel(), channelOf('zalo_oa')]
    broken.behave(() => failing({ kind: 'unavailable' }))
    const id = await given.rows.sending([
      ...(await given.rows.followers(100)),
      ...(await given.rows.followers(100, { channel: 'zalo_oa' })),
    ])
    given.sender([broken, sound]).look()
    await vi.waitFor(() => expect(sound.calls).toHaveLength(100), patience)
    // What refuses everybody is not called for everybody.
    expect(broken.calls.length).toBeLessThan(60)
    expect(await given.state(id)).toBe('sending')
    broken.behave(() => undefined)
    await ended(id)
    expect(await given.counts(id)).toMatchObject({ sent: 200, failed: 0 })
  })

  it('tries what may have arrived once more, after all others, and never a third time', async () => {
    const channel = fakeChannel()
    channel.behave(({ chat }, nth) => {
      if (chat === 'telegram-1') return failing({ kind: 'unknown_outcome' })
      return chat === 'telegram-2' && nth < 40 ? failing({ kind: 'unknown_outcome' }) : undefined
    })
    const id = await given.rows.sending(await given.rows.followers(60))
    given.sender([channel]).look()
    await ended(id)
    expect(await given.counts(id)).toMatchObject({
      sent: 59,
      failed: 1,
      unknown: 3,
      reasons: { unknown_outcome: 1 },
    })
    expect(channel.calls.slice(60).map(({ chat }) => chat)).toEqual(['telegram-1', 'telegram-2'])
    expect(channel.calls).toHaveLength(62)
    expect(given.hand.unknown).toBe(3)
  })

  it('pauses a channel whose token is revoked, and not the announcement', async () => {
    const [telegram, zalo] = [fakeChannel(), channelOf('zalo_oa')]
    telegram.behave((_, nth) => (nth > 20 ? failing({ kind: 'auth_expired' }) : undefined))
    const id = await given.rows.sending([
      ...(await given.rows.followers(80)),
      ...(await given.rows.followers(80, { channel: 'zalo_oa' })),
    ])
    given.sender([telegram, zalo]).look()
    await vi.waitFor(() => {
      expect(zalo.calls).toHaveLength(80)
      expect(given.hand.states).toContain('telegram:bot auth_expired')
    }, patience)
    expect(await given.state(id)).toBe('sending')
    telegram.behave(() => undefined)
    await ended(id)
    expect(await given.counts(id)).toMatchObject({ sent: 160, failed: 0 })
    expect(given.hand.states.at(-1)).toBe('telegram:bot ok')
  })

  it('goes on by an account that comes back as another channel', async () => {
    const [before, after] = [fakeChannel(), fakeChannel()]
    before.behave((_, nth) => (nth > 10 ? failing({ kind: 'unavailable' }) : undefined))
    const channels = [before]
    const id = await given.rows.sending(await given.rows.followers(60))
    given.sender(channels).look()
    await vi.waitFor(() => expect(before.calls.length).toBeGreaterThan(10), patience)
    channels.splice(0, 1, after)
    await ended(id)
    expect(before.calls.filter((_, nth) => nth < 10).length + after.calls.length).toBe(60)
    expect(await given.counts(id)).toMatchObject({ sent: 60, failed: 0 })
  })

  it('takes whoever blocked the assistant for unsubscribed', async () => {
    const channel = fakeChannel()
    channel.behave(({ chat }) => (chat === 'telegram-1' ? failing({ kind: 'recipient_blocked' }) : undefined))
    const chats = await given.rows.followers(3)
    const id = await given.rows.sending(chats)
    given.sender([channel]).look()
    await ended(id)
    expect(await given.counts(id)).toMatchObject({ sent: 2, failed: 1, reasons: { recipient_blocked: 1 } })
    const { rows } = await given.query<{ id: string }>(
      `select c.id::text from conversation c join follower f on f.conversation_id = c.id
       where blocked_at is not null and stopped_at is not null`,
    )
    expect(rows.map((row) => row.id)).toEqual([chats[0]])
  })

  it('moves on to the next place of a person where the first is closed for certain', async () => {
    const [telegram, zalo] = [fakeChannel(), channelOf('zalo_oa')]
    telegram.behave(() => failing({ kind: 'permanent' }))
    const [here = ''] = await given.rows.followers(1)
    const [there = ''] = await given.rows.followers(1, { channel: 'zalo_oa' })
    const [alone = ''] = await given.rows.followers(1)
    await given.rows.join([here, there], 'p')
    const id = await given.rows.sending([here, alone])
    given.sender([telegram, zalo]).look()
    await ended(id)
    expect([telegram.calls.length, zalo.calls.length]).toEqual([2, 1])
    expect(await given.counts(id)).toMatchObject({ total: 2, sent: 1, failed: 1, reasons: { permanent: 1 } })
    const { rows } = await given.query<{ channel: string; tried: string[] }>(
      `select channel, tried::text[] from announcement_recipient where status = 'sent'`,
    )
    expect(rows).toEqual([{ channel: 'zalo_oa', tried: [here] }])
  })

  it('does not begin what its channel makes wait, nor call it once it is paused meanwhile', async () => {
    const channel = fakeChannel()
    const asked: (() => void)[] = []
    const careful = {
      ...channel,
      admit: () => new Promise<null>((resolve) => asked.push(() => resolve(null))),
    }
    const id = await given.rows.sending(await given.rows.followers(3))
    given.sender([careful]).look()
    await vi.waitFor(() => expect(asked).toHaveLength(1), patience)
    const { rows } = await given.query<{ status: string }>(
      'select distinct status from announcement_recipient',
    )
    expect(rows).toEqual([{ status: 'planned' }])
    await given.set(id, 'paused')
    asked.shift()?.()
    await vi.waitFor(async () => {
      const inHand = await given.query('select from announcement_recipient where owner is not null')
      expect(inHand.rows).toEqual([])
    }, patience)
    expect(channel.calls).toEqual([])
    await given.set(id, 'sending')
    await vi.waitFor(async () => {
      asked.shift()?.()
      expect(await given.state(id)).toBe('sent')
    }, patience)
    expect(channel.calls).toHaveLength(3)
  })

  it('sends what a process that died had in hand once more, after all others', async () => {
    const channel = fakeChannel()
    const chats = await given.rows.followers(50)
    const id = await given.rows.sending(chats)
    await given.query(
      `with dead as (insert into process (started_at) values (now()) returning id)
      update announcement_recipient set owner = dead.id,
        status = case when conversation_id = any($1) then 'sending' else 'planned' end
      from dead where conversation_id = any($1) or conversation_id = $2`,
      [chats.slice(0, 2), chats[2]],
    )
    given.sender([channel]).look()
    await ended(id)
    expect(channel.calls).toHaveLength(50)
    expect(channel.calls.slice(-2).map(({ chat }) => chat)).toEqual(['telegram-1', 'telegram-2'])
    expect(await given.counts(id)).toMatchObject({ sent: 50, unknown: 2 })
  })

  it('keeps results while the database is cut off, and sends nothing twice', async () => {
    const channel = fakeChannel()
    channel.behave(() => new Promise((resolve) => setImmediate(resolve, { ok: true, externalId: null })))
    const id = await given.rows.sending(await given.rows.followers(600))
    given.sender([channel]).look()
    const cut = async (after: number) => {
      await vi.waitFor(() => expect(channel.calls.length).toBeGreaterThan(after), { interval: 1 })
      await given.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and pid <> pg_backend_pid()`,
      )
    }
    for (const after of [50, 200, 400]) await cut(after)
    await ended(id)
    const counts = await given.counts(id)
    expect(counts).toMatchObject({ sent: 600, pending: 0 })
    expect(arrivals(channel).size).toBe(600)
    // Only what another process would have taken over may have gone out again; here is none.
    expect(channel.calls).toHaveLength(600)
  })

  it('keeps results while the disk is full, begins nothing it could not note, and sends nothing twice', async () => {
    const channel = fakeChannel()
    const room = Promise.withResolvers<void>()
    channel.behave(() => room.promise.then(() => ({ ok: true, externalId: null })))
    const id = await given.rows.sending(await given.rows.followers(100))
    const sender = given.sender([channel])
    sender.look()
    // As many as may be in flight.
    await vi.waitFor(() => expect(channel.calls).toHaveLength(32))
    await given.query(`create function full_disk() returns trigger language plpgsql as $$
      begin raise exception 'could not extend file' using errcode = '53100'; end $$`)
    await given.query(
      'create trigger full_disk before update on announcement_recipient execute function full_disk()',
    )
    room.resolve()
    await sender.round()
    expect(channel.calls).toHaveLength(32)
    await given.query('drop trigger full_disk on announcement_recipient')
    await given.query('drop function full_disk')
    await ended(id)
    expect(await given.counts(id)).toMatchObject({ sent: 100, pending: 0, unknown: 0 })
    expect(channel.calls).toHaveLength(100)
  })

  it('leaves what outlasts its stop to the next process, as unknown', async () => {
    const [slow, quick] = [fakeChannel(), fakeChannel()]
    slow.behave(() => new Promise(() => {}))
    const id = await given.rows.sending(await given.rows.followers(40))
    const first = given.sender([slow])
    first.look()
    await vi.waitFor(() => expect(slow.calls.length).toBeGreaterThan(0), patience)
    await first.stop(100)
    const begun = slow.calls.length
    given.sender([quick]).look()
    await ended(id)
    expect(quick.calls).toHaveLength(40)
    expect(await given.counts(id)).toMatchObject({ sent: 40, unknown: begun })
    expect(new Set(quick.calls.map(({ reply }) => wordsOf(reply))).size).toBe(1)
  })
})
