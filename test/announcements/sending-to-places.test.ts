import { Temporal } from 'temporal-polyfill'
import { describe, expect, it, vi } from 'vitest'
import { type OutcomeChange, recordOutcomes } from '../../workers/announcements/record-outcomes.ts'
import { fakeChannel } from '../faults/support/fake-channel.ts'
import { channelOf, failing, setUpSending } from './support/set-up-sending.ts'

const patience = { interval: 10 }
const now = '2026-11-23T03:00:00.000Z'

describe('an announcement to people with several places', () => {
  const given = setUpSending(Temporal.Instant.from(now))
  const audience = { units: ['hoan-kiem'] }

  async function ended(id: string): Promise<void> {
    await vi.waitFor(async () => expect(await given.state(id)).toBe('sent'), patience)
  }

  /** One person, who follows these units in these channels. */
  async function person(followed: readonly ['telegram' | 'zalo_oa' | 'zalo_personal' | 'web', string][]) {
    const chats: string[] = []
    for (const [channel, unit] of followed)
      chats.push(...(await given.rows.followers(1, { channel, units: [unit] })))
    await given.rows.join(chats, 'p')
    return chats
  }

  async function blockedOnTelegram() {
    const channels = [fakeChannel(), channelOf('zalo_oa'), channelOf('zalo_personal')] as const
    channels[0].behave(() => failing({ kind: 'recipient_blocked' }))
    return channels
  }

  const inHand = (id: string): OutcomeChange => ({
    ...{ id, owner: '77', status: 'failed', attempts: 1, unknown_outcomes: 0, parts_sent: 0 },
    ...{ reason: 'recipient_blocked', move: true, blocked: true },
  })

  it('goes on to where they follow it, and not to where they do not', async () => {
    const channels = await blockedOnTelegram()
    const [here = ''] = await person([
      ['telegram', 'hoan-kiem'],
      ['zalo_oa', 'ba-dinh'],
      ['zalo_personal', 'hoan-kiem'],
    ])
    const id = await given.rows.sending([here], { audience })
    given.sender(channels).look()
    await ended(id)
    expect(channels.map(({ calls }) => calls.length)).toEqual([1, 0, 1])
    expect(await given.counts(id)).toMatchObject({ total: 1, sent: 1 })
  })

  it('fails for its reason where they follow it nowhere else', async () => {
    const channels = await blockedOnTelegram()
    const [here = ''] = await person([
      ['telegram', 'hoan-kiem'],
      ['zalo_oa', 'ba-dinh'],
    ])
    const id = await given.rows.sending([here], { audience })
    given.sender(channels).look()
    await ended(id)
    expect(channels[1].calls).toEqual([])
    expect(await given.counts(id)).toMatchObject({ failed: 1, reasons: { recipient_blocked: 1 } })
  })

  it('fails for its reason where they have left the place it went on to', async () => {
    const channels = await blockedOnTelegram()
    const [here = '', there = ''] = await person([
      ['telegram', 'hoan-kiem'],
      ['zalo_oa', 'hoan-kiem'],
    ])
    const id = await given.rows.sending([here], { audience })
    const [telegram] = channels
    const sender = given.sender([telegram])
    sender.look()
    await vi.waitFor(async () => {
      const { rows } = await given.query<{ channel: string }>('select channel from announcement_recipient')
      expect(rows).toEqual([{ channel: 'zalo_oa' }])
    }, patience)
    await given.query('update follower set stopped_at = $2 where conversation_id = $1', [there, now])
    given.sender(channels).look()
    await ended(id)
    expect(channels[1].calls).toEqual([])
    expect(await given.counts(id)).toMatchObject({ failed: 1, reasons: { recipient_blocked: 1 } })
  })

  it.each(['telegram', 'web'] as const)(
    'goes on to where they still follow when they left %s',
    async (left) => {
      const zalo = channelOf('zalo_oa')
      const [here = ''] = await person([
        [left, 'hoan-kiem'],
        ['zalo_oa', 'hoan-kiem'],
      ])
      const [alone = ''] = await given.rows.followers(1, { channel: left, units: ['hoan-kiem'] })
      const id = await given.rows.sending([here, alone], { audience })
      await given.query('update follower set stopped_at = $2 where conversation_id = any($1)', [
        [here, alone],
        now,
      ])
      const telegram = fakeChannel()
      given.sender([telegram, zalo]).look()
      await ended(id)
      expect([telegram.calls.length, zalo.calls.length]).toEqual([0, 1])
      expect(await given.counts(id)).toMatchObject({ sent: 1, skipped: 1, reasons: { left: 1 } })
    },
  )

  it('moves one of two rows of a person to the one place that is left', async () => {
    const chats = await person([
      ['telegram', 'hoan-kiem'],
      ['telegram', 'hoan-kiem'],
      ['zalo_oa', 'hoan-kiem'],
    ])
    const id = await given.rows.announcement({ audience })
    const rows = await given.rows.plan(id, chats.slice(0, 2))
    await given.query(`update announcement_recipient set status = 'sending', owner = 77`)
    const recorded = await recordOutcomes(given.pool, rows.map(inHand), { now, tomorrow: now })
    expect([...recorded.values()].toSorted()).toEqual(['failed', 'planned'])
  })

  it('is on record as blocked while an erasure has the conversation, and neither waits for the other', async () => {
    const chats = await given.rows.followers(2)
    const id = await given.rows.announcement({ audience })
    const rows = await given.rows.plan(id, chats)
    await given.query(`update announcement_recipient set status = 'sending', owner = 77`)
    const turn = await given.pool.connect()
    try {
      await turn.query('begin')
      await turn.query('select from conversation where id = $1 for no key update', [chats[0]])
      const recorded = await recordOutcomes(given.pool, rows.map(inHand), { now, tomorrow: now })
      expect([...recorded.values()]).toEqual(['failed', 'failed'])
      await turn.query('update announcement_recipient set external_id = null where conversation_id = $1', [
        chats[0],
      ])
    } finally {
      await turn.query('rollback')
      turn.release()
    }
    const { rows: blocked } = await given.query<{ id: string }>(
      'select id::text from conversation where blocked_at is not null',
    )
    expect(blocked).toEqual([{ id: chats[1] }])
  })
})
