import { Temporal } from 'temporal-polyfill'
import { describe, expect, it, vi } from 'vitest'
import { fakeChannel } from '../faults/support/fake-channel.ts'
import { arrivals, setUpSending } from './support/set-up-sending.ts'

const patience = { interval: 10 }

describe('the sending of an announcement', () => {
  const given = setUpSending(Temporal.Instant.from('2026-11-23T10:00+07:00'))

  it('reaches each recipient exactly once, and ends', async () => {
    const channel = fakeChannel()
    const chats = await given.rows.followers(150)
    const id = await given.rows.sending(chats)
    given.sender([channel]).look()
    await vi.waitFor(async () => expect(await given.state(id)).toBe('sent'), patience)
    expect(arrivals(channel).size).toBe(150)
    expect(channel.calls).toHaveLength(150)
    expect(await given.counts(id)).toMatchObject({ total: 150, sent: 150, pending: 0 })
  })
})
