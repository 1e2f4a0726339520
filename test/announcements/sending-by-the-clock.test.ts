import { Temporal } from 'temporal-polyfill'
import { describe, expect, it, vi } from 'vitest'
import type { SendResult } from '../../bots/channels/channel.ts'
import type { Reply } from '../../bots/dialogue/reply.ts'
import { fakeChannel } from '../faults/support/fake-channel.ts'
import { wordsOf } from '../faults/support/scripted-turn.ts'
import { arrivals, channelOf, failing, setUpSending } from './support/set-up-sending.ts'

const patience = { interval: 10 }
const accepted: SendResult = { ok: true, externalId: null }

describe('an announcement, by the clock', () => {
  const given = setUpSending(Temporal.Instant.from('2026-11-23T10:00+07:00'))

  async function ended(id: string, state = 'sent'): Promise<void> {
    await vi.waitFor(async () => expect(await given.state(id)).toBe(state), patience)
  }

  const iso = (local: string) => Temporal.Instant.from(`${local}+07:00`).toString()

  /** An official's chat, in which the assistant tells the author of all announcements something. */
  async function authorsChat(): Promise<() => Promise<string[]>> {
    await given.rows.announcement({ state: 'draft' })
    await given.query(
      `with chat as (insert into conversation (channel, account, chat, state, created_at, active_at)
         values ('web', 'local', 'author', '{"lang":"vi"}', now(), now()) returning id)
       insert into official_chat (conversation_id, official_id, linked_at) select id, $1, now() from chat`,
      [given.rows.author()],
    )
    return async () => {
      const { rows } = await given.query<{ reply: Reply }>('select reply from outbox order by id')
      return rows.map(({ reply }) => wordsOf(reply))
    }
  }

  it('waits for the outcomes of its canary, spread over channels, and for nothing else', async () => {
    const [telegram, zalo] = [fakeChannel(), channelOf('zalo_oa')]
    const held: (() => void)[] = []
    zalo.behave(() => new Promise((resolve) => held.push(() => resolve(accepted))))
    const id = await given.rows.sending(
      [...(await given.rows.followers(240)), ...(await given.rows.followers(60, { channel: 'zalo_oa' }))],
      { canary: true },
    )
    given.sender([telegram, zalo]).look()
    // A fifth of 20 on the smaller channel.
    await vi.waitFor(async () => {
      expect([held.length, (await given.counts(id)).sent]).toEqual([4, 16])
    }, patience)
    zalo.behave(() => undefined)
    for (const go of held.splice(1)) go()
    await vi.waitFor(async () => expect((await given.counts(id)).sent).toBe(19), patience)
    expect([telegram.calls.length, zalo.calls.length]).toEqual([16, 4])
    held[0]?.()
    await ended(id)
    expect(arrivals(telegram, zalo).size).toBe(300)
    expect(telegram.calls.length + zalo.calls.length).toBe(300)
  })

  it('halts when too many of its canary fail, says so, tries again and recovers by itself', async () => {
    const told = await authorsChat()
    const channel = fakeChannel()
    // Who blocked the assistant is no failure.
    channel.behave((_, nth) =>
      failing({ kind: nth === 1 ? 'recipient_blocked' : nth === 2 ? 'unknown_outcome' : 'permanent' }),
    )
    const id = await given.rows.sending(await given.rows.followers(250), { canary: true })
    const sender = given.sender([channel])
    sender.look()
    await ended(id, 'paused')
    expect(channel.calls).toHaveLength(20)
    expect(await told()).toEqual(['halted Thông báo 19/20'])
    await vi.waitFor(() => expect(given.hand.wakes).toContain(iso('2026-11-23T10:01')), patience)
    given.at('2026-11-23T10:01')
    sender.look()
    await vi.waitFor(() => expect(given.hand.wakes).toContain(iso('2026-11-23T10:03')), patience)
    expect(channel.calls).toHaveLength(39)
    expect(await given.state(id)).toBe('paused')
    channel.behave(() => undefined)
    given.at('2026-11-23T10:03')
    sender.look()
    await ended(id)
    expect(await told()).toEqual(['halted Thông báo 19/20', 'recovered Thông báo', 'ended Thông báo 249/250'])
    expect(await given.counts(id)).toMatchObject({ sent: 249, failed: 1, pending: 0 })
  })

  it('tries others first when nobody of its canary wants it any more', async () => {
    const channel = fakeChannel()
    channel.behave(() => failing({ kind: 'permanent' }))
    const chats = await given.rows.followers(240)
    const id = await given.rows.sending(chats, { canary: true })
    await given.query('update follower set stopped_at = $2 where conversation_id = any($1)', [
      chats.slice(0, 20),
      iso('2026-11-23T09:59'),
    ])
    given.sender([channel]).look()
    await ended(id, 'paused')
    expect(channel.calls).toHaveLength(20)
    expect(await given.counts(id)).toMatchObject({ failed: 20, skipped: 20, reasons: { left: 20 } })
  })

  it('goes on to everybody when an official resumes what the canary has halted', async () => {
    const channel = fakeChannel()
    channel.behave((_, nth) => (nth <= 20 ? failing({ kind: 'permanent' }) : undefined))
    const id = await given.rows.sending(await given.rows.followers(200), { canary: true })
    const sender = given.sender([channel])
    sender.look()
    await ended(id, 'paused')
    // As `resumeAnnouncement` does.
    await given.query(
      `update announcement set state = 'sending', pause = null, look_again_at = null, canary = false`,
    )
    sender.look()
    await ended(id)
    expect(await given.counts(id)).toMatchObject({ sent: 180, failed: 20 })
  })

  it('does not let a channel whose token is revoked keep the canary of others waiting', async () => {
    const [telegram, zalo] = [fakeChannel(), channelOf('zalo_oa')]
    zalo.behave(() => failing({ kind: 'auth_expired' }))
    const id = await given.rows.sending(
      [...(await given.rows.followers(150)), ...(await given.rows.followers(150, { channel: 'zalo_oa' }))],
      { canary: true },
    )
    given.sender([telegram, zalo]).look()
    await vi.waitFor(async () => expect((await given.counts(id)).sent).toBe(150), patience)
    expect(await given.state(id)).toBe('sending')
  })

  it('rests from 22:00 to 07:00, unless it is urgent', async () => {
    const channel = fakeChannel()
    given.at('2026-11-23T22:00')
    const chats = await given.rows.followers(10)
    const id = await given.rows.sending(chats)
    const urgent = await given.rows.sending(chats.slice(0, 5), { urgent: 'security' })
    const sender = given.sender([channel])
    sender.look()
    await ended(urgent)
    await ended(id, 'waiting')
    expect(channel.calls).toHaveLength(5)
    await vi.waitFor(() => expect(given.hand.wakes).toContain(iso('2026-11-24T07:00')), patience)
    given.at('2026-11-24T07:00')
    sender.look()
    await ended(id)
    expect(channel.calls).toHaveLength(15)
  })

  it('stops for the night in the middle', async () => {
    const channel = fakeChannel()
    channel.behave((_, nth) => {
      if (nth === 20) given.at('2026-11-23T22:00')
      return undefined
    })
    const id = await given.rows.sending(await given.rows.followers(200))
    given.sender([channel]).look()
    await ended(id, 'waiting')
    await vi.waitFor(async () => {
      const { sent, pending } = await given.counts(id)
      expect(sent + pending).toBe(200)
      expect(pending).toBeGreaterThan(100)
    }, patience)
  })

  it('begins at its time, and not in the quiet hours', async () => {
    const channel = fakeChannel()
    const chats = await given.rows.followers(3)
    const at = iso('2026-11-23T15:00')
    const id = await given.rows.sending(chats, { state: 'scheduled', at })
    const night = await given.rows.sending(chats, { state: 'scheduled', at: iso('2026-11-23T23:00') })
    const sender = given.sender([channel])
    await sender.round()
    expect(given.hand.wakes).toEqual([at])
    expect(await given.state(id)).toBe('scheduled')
    given.at('2026-11-23T15:00')
    await sender.round()
    await ended(id)
    given.at('2026-11-23T23:00')
    await sender.round()
    expect(await given.state(night)).toBe('waiting')
    expect(channel.calls).toHaveLength(3)
  })

  it('begins at its time when nothing wakes it, by a later round', async () => {
    const channel = fakeChannel()
    const chats = await given.rows.followers(3)
    const id = await given.rows.sending(chats, { state: 'scheduled', at: iso('2026-11-23T11:00') })
    const asked: string[] = []
    const sender = given.sender([channel], {
      wake(at) {
        asked.push(at.toString())
        throw new Error('There is no Redis')
      },
    })
    await sender.round()
    expect(asked).toEqual(['2026-11-23T04:00:00Z'])
    given.at('2026-11-23T11:00')
    await sender.round()
    await ended(id)
    expect(channel.calls).toHaveLength(3)
  })

  it('passes over whoever is left when it expires', async () => {
    const channel = fakeChannel()
    channel.behave((_, nth) => {
      if (nth === 10) given.at('2026-11-23T12:00')
      return undefined
    })
    const id = await given.rows.sending(await given.rows.followers(200), {
      expiresAt: iso('2026-11-23T12:00'),
    })
    given.sender([channel]).look()
    await ended(id, 'expired')
    await vi.waitFor(async () => {
      const { sent, skipped, pending, reasons } = await given.counts(id)
      expect([sent + skipped, pending, reasons]).toEqual([200, 0, { expired: skipped }])
      expect(skipped).toBeGreaterThan(0)
    }, patience)
  })

  it('waits for the next day where a quota is used up, and only for that', async () => {
    const zalo = channelOf('zalo_oa')
    zalo.behave(({ chat }) => (chat === 'zalo_oa-2' ? failing({ kind: 'quota' }) : undefined))
    const id = await given.rows.sending(await given.rows.followers(3, { channel: 'zalo_oa' }))
    const sender = given.sender([zalo])
    sender.look()
    await vi.waitFor(async () => expect((await given.counts(id)).sent).toBe(2), patience)
    expect(await given.state(id)).toBe('sending')
    zalo.behave(() => undefined)
    await sender.round()
    expect(zalo.calls).toHaveLength(3)
    given.at('2026-11-24T07:00')
    sender.look()
    await ended(id)
    expect(zalo.calls).toHaveLength(4)
  })

  it('fails where a quota is used up and it is over before the next day', async () => {
    const zalo = channelOf('zalo_oa')
    zalo.behave(() => failing({ kind: 'quota' }))
    const id = await given.rows.sending(await given.rows.followers(2, { channel: 'zalo_oa' }), {
      expiresAt: iso('2026-11-23T20:00'),
    })
    given.sender([zalo]).look()
    await ended(id)
    expect(await given.counts(id)).toMatchObject({ failed: 2, reasons: { quota: 2 } })
  })

  it('does not begin for a unit that is gone, and says so', async () => {
    const told = await authorsChat()
    const channel = fakeChannel()
    const id = await given.rows.sending(await given.rows.followers(3), {
      audience: { units: ['gone'] },
      unplanned: true,
    })
    given.sender([channel]).look()
    await ended(id, 'paused')
    expect(await told()).toEqual(['unit_gone Thông báo'])
    expect(channel.calls).toEqual([])
  })
})
