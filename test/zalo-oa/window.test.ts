import { Temporal } from 'temporal-polyfill'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { OutgoingMessage } from '../../bots/channels/channel.ts'
import { checkWindow } from '../../bots/channels/zalo-oa/check-window.ts'
import { enqueueMessage } from '../../bots/outbox/enqueue-message.ts'
import { fakeChannel } from '../faults/support/fake-channel.ts'
import { text, wordsOf } from '../faults/support/scripted-turn.ts'
import { incoming, start } from '../faults/support/start.ts'
import { createTestDatabase } from '../support/database.ts'

const patience = { interval: 10 }
const hour = 3600_000

/** One person on an Official Account that judges windows as the real channel does, from the inbox to the send. */
async function withPerson() {
  const database = await createTestDatabase()
  onTestFinished(database.drop)
  const time = { now: Date.parse('2026-11-21T08:00:00+07:00') }
  const clock = { now: () => Temporal.Instant.fromEpochMilliseconds(time.now) }
  const accepted: OutgoingMessage[] = []
  const channel = { ...fakeChannel('oa'), name: 'zalo_oa' as const }
  channel.behave((message) => {
    const closed = checkWindow(message.window, time.now)
    if (closed !== null) return { ok: false, error: { kind: 'window_closed', detail: closed } }
    accepted.push(message)
    return undefined
  })
  const process = await start(database.pool, [channel], { clock })

  /** @returns the id under which the channel knows it */
  async function says(words: string): Promise<string> {
    time.now += 1_000
    const one = incoming('hoa', words, { channel: 'zalo_oa', account: 'oa' })
    await process.store([one])
    return one.externalId
  }

  async function isToldUnasked(words: string): Promise<void> {
    await database.db.transaction().execute(async (trx) => {
      const { id } = await trx.selectFrom('conversation').select('id').executeTakeFirstOrThrow()
      await enqueueMessage(trx, { conversationId: id, reply: text(words), now: clock.now().toString() })
    })
    process.lookForMessages()
  }

  /** Waits until so many messages are sent and held. */
  const settled = (sent: number, held: number) =>
    vi.waitFor(async () => {
      const rows = await database.db.selectFrom('outbox').select('status').execute()
      const count = (status: string) => rows.filter((row) => row.status === status).length
      expect([count('sent'), count('held'), rows.length]).toEqual([sent, held, sent + held])
    }, patience)

  const held = () => channel.calls.flatMap((message) => (accepted.includes(message) ? [] : [message.window]))
  const windows = () => accepted.map(({ window }) => [window?.event, window?.sent])
  const heard = () => accepted.map(({ reply }) => wordsOf(reply))
  return { database, time, says, isToldUnasked, settled, windows, held, heard, accepted }
}

describe('the window of the Official Account, counted from the inbox to the send,', () => {
  it('has each reply of a turn count, and those after the eighth wait for the next message', async () => {
    const { says, settled, windows, heard, time, accepted } = await withPerson()
    const first = await says('long Mang theo bản chính để đối chiếu.')
    await settled(8, 4)
    expect(windows()).toEqual([0, 1, 2, 3, 4, 5, 6, 7].map((sent) => [first, sent]))
    time.now += hour
    const second = await says('chào')
    await settled(13, 0)
    expect(windows().slice(8)).toEqual([0, 1, 2, 3, 4].map((sent) => [second, sent]))
    expect(accepted.at(-1)?.window?.at).toBe(time.now)
    expect(heard().at(-1)).toBe('2: chào')
    expect(heard().slice(0, -1).join(' ')).toBe('Mang theo bản chính để đối chiếu. '.repeat(300).trim())
  })

  it('counts what was sent unasked', async () => {
    const { says, isToldUnasked, settled, windows, heard } = await withPerson()
    const event = await says('chào')
    await settled(1, 0)
    for (let sent = 1; sent <= 7; sent++) {
      await isToldUnasked(`nhắc ${sent}`)
      await settled(sent + 1, 0)
    }
    await isToldUnasked('nhắc 8')
    await isToldUnasked('nhắc 9')
    await settled(8, 2)
    expect(windows()).toEqual([0, 1, 2, 3, 4, 5, 6, 7].map((sent) => [event, sent]))
    await says('còn gì không')
    await settled(11, 0)
    expect(heard().slice(8)).toEqual(['nhắc 8', 'nhắc 9', '2: còn gì không'])
  })

  it('is over with its time, until the person writes', async () => {
    const { says, isToldUnasked, settled, windows, heard, time } = await withPerson()
    await says('chào')
    await settled(1, 0)
    time.now += 47 * hour
    await isToldUnasked('còn kịp')
    await settled(2, 0)
    time.now += 2 * hour
    await isToldUnasked('quá muộn')
    await settled(2, 1)
    time.now += hour
    const event = await says('alo')
    await settled(4, 0)
    expect(heard()).toEqual(['1: chào', 'còn kịp', 'quá muộn', '2: alo'])
    expect(windows().slice(2)).toEqual([
      [event, 0],
      [event, 1],
    ])
  })

  it('counts from what the person did last, however much went before', async () => {
    const { database, says, isToldUnasked, settled, windows, time } = await withPerson()
    await says('chào')
    await settled(1, 0)
    await database.pool.query(
      `insert into outbox (conversation_id, reply, status, created_at, settled_at)
       select conversation_id, reply, 'sent', created_at, settled_at from outbox, generate_series(1, 500)`,
    )
    time.now += hour
    const event = await says('alo')
    await settled(502, 0)
    await isToldUnasked('nhắc')
    await settled(503, 0)
    expect(windows().slice(1)).toEqual([
      [event, 0],
      [event, 1],
    ])
  })

  it('is counted no further than it takes to know that it is full', async () => {
    const { database, says, isToldUnasked, settled, held } = await withPerson()
    const event = await says('chào')
    await settled(1, 0)
    await database.pool.query(
      `insert into outbox (conversation_id, reply, status, created_at, settled_at)
       select conversation_id, reply, 'sent', created_at, settled_at from outbox, generate_series(1, 500)`,
    )
    await isToldUnasked('nhắc')
    await settled(501, 1)
    expect(held().at(-1)).toMatchObject({ event, sent: 9 })
  })

  it('counts a message of which nobody knows whether it arrived', async () => {
    const { database, says, isToldUnasked, settled, windows } = await withPerson()
    const event = await says('chào')
    await settled(1, 0)
    await database.pool.query(`update outbox set status = 'failed', unknown_outcomes = 2`)
    await isToldUnasked('nhắc')
    await vi.waitFor(() => expect(windows().at(-1)).toEqual([event, 1]), patience)
  })
})
