import { Temporal } from 'temporal-polyfill'
import { describe, expect, it, vi } from 'vitest'
import type { Reply } from '../../bots/dialogue/reply.ts'
import { writeDigests } from '../../workers/announcements/digests/write-digests.ts'
import { fakeChannel } from '../faults/support/fake-channel.ts'
import { wordsOf } from '../faults/support/scripted-turn.ts'
import { channelOf, failing, setUpSending } from './support/set-up-sending.ts'

const patience = { interval: 10 }

describe('what comes after the cap of a day', () => {
  const given = setUpSending(Temporal.Instant.from('2026-11-23T10:00+07:00'))

  async function are(ids: readonly string[], state: string): Promise<void> {
    await vi.waitFor(
      async () => expect(await Promise.all(ids.map(given.state))).toEqual(ids.map(() => state)),
      patience,
    )
  }

  /** Announcements of one day of which the first three are sent. */
  async function day(chats: readonly string[], count: number) {
    const ids: string[] = []
    for (let n = 1; n <= count; n++) ids.push(await given.rows.sending([...chats], { title: `Tin ${n}` }))
    return { first: ids.slice(0, 3), rest: ids.slice(3) }
  }

  async function nextMorning(): Promise<void> {
    given.at('2026-11-24T07:00')
    await writeDigests(given.pool, { now: given.hand.now })
  }

  it('is one message on the next morning, and then every one of them is sent', async () => {
    const channel = fakeChannel()
    const zalo = channelOf('zalo_oa')
    const chats = [
      ...(await given.rows.followers(3)),
      ...(await given.rows.followers(2, { channel: 'zalo_oa' })),
      ...(await given.rows.followers(2, { channel: 'web' })),
    ]
    const { first, rest } = await day(chats, 6)
    const sender = given.sender([channel, zalo])
    sender.look()
    await are(first, 'sent')
    await are(rest, 'waiting')
    given.at('2026-11-23T21:00')
    expect(await writeDigests(given.pool, { now: given.hand.now })).toBe(0)

    await nextMorning()
    sender.look()
    await are(rest, 'sent')
    for (const { calls } of [channel, zalo]) {
      const digests = calls.filter(({ reply }) => wordsOf(reply).includes('Tin 4'))
      expect(calls).toHaveLength(new Set(calls.map(({ chat }) => chat)).size * 4)
      for (const { reply } of digests) for (const n of [4, 5, 6]) expect(wordsOf(reply)).toContain(`Tin ${n}`)
    }
    const { rows } = await given.query<{ reply: Reply }>('select reply from outbox order by id')
    expect(rows).toHaveLength(8)
    for (const id of rest)
      expect(await given.counts(id)).toMatchObject({ total: 7, sent: 7, held: 0, unknown: 0 })
  })

  it('is the announcement itself when it is the only one, whatever else there is on that day', async () => {
    const channel = fakeChannel()
    const chats = await given.rows.followers(1)
    const { first, rest } = await day(chats, 4)
    const sender = given.sender([channel])
    sender.look()
    await are(first, 'sent')
    await are(rest, 'waiting')
    given.at('2026-11-24T06:30')
    const news = await day(chats, 3)
    given.at('2026-11-24T07:00')
    sender.look()
    await are(news.first, 'sent')
    await nextMorning()
    sender.look()
    await are(rest, 'sent')
    expect(channel.received('telegram-1').at(-1)).toContain('Tin 4')
    expect(channel.calls).toHaveLength(7)
  })

  it('goes out once more when nobody knows whether it arrived, and never a third time', async () => {
    const channel = fakeChannel()
    const { first, rest } = await day(await given.rows.followers(1), 5)
    const sender = given.sender([channel])
    sender.look()
    await are(first, 'sent')
    await are(rest, 'waiting')
    channel.behave(() => failing({ kind: 'unknown_outcome' }))
    await nextMorning()
    sender.look()
    await are(rest, 'sent')
    expect(channel.calls).toHaveLength(5)
    for (const id of rest)
      expect(await given.counts(id)).toMatchObject({ failed: 1, reasons: { unknown_outcome: 1 } })
  })

  it('is told without what was stopped in the night', async () => {
    const channel = fakeChannel()
    const { first, rest } = await day(await given.rows.followers(1), 6)
    const sender = given.sender([channel])
    sender.look()
    await are(first, 'sent')
    await are(rest, 'waiting')
    const [stopped = '', ...others] = rest
    await nextMorning()
    await given.stop(stopped)
    sender.look()
    await vi.waitFor(async () => {
      await writeDigests(given.pool, { now: given.hand.now })
      sender.look()
      expect(await Promise.all(others.map(given.state))).toEqual(['sent', 'sent'])
    }, patience)
    expect(channel.calls).toHaveLength(4)
    const said = channel.received('telegram-1').at(-1)
    expect(said).toContain('Tin 5')
    expect(said).toContain('Tin 6')
    expect(said).not.toContain('Tin 4')
  })
})
