import { Temporal } from 'temporal-polyfill'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { announcementRows } from '../../test/support/announcement-rows.ts'
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts'
import type { Receipt } from '../channels/channel.ts'
import { createReceiptBook } from './create-receipt-book.ts'
import { recordReceipts } from './record-receipts.ts'

const now = '2026-11-22T03:00:00Z'
const later = '2026-11-22T03:05:00Z'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

/** Somebody who got an announcement, whose messages the channel knows by these ids. */
async function withRecipient(externalId: string | null, channel: Receipt['channel'] = 'zalo_oa') {
  const rows = announcementRows(database.pool, now)
  const chat = crypto.randomUUID()
  const conversation = await rows.chat(channel, { chat })
  const announcement = await rows.announcement(await rows.official())
  const id = await rows.recipient(announcement, conversation, { status: 'sent', settledAt: now })
  await database.pool.query('update announcement_recipient set external_id = $2 where id = $1', [
    id,
    externalId,
  ])
  const receipt = (kind: Receipt['kind'], sent: string | null, more: Partial<Receipt> = {}): Receipt => ({
    channel,
    account: 'bot',
    chat,
    externalId: sent,
    kind,
    ...more,
  })
  const times = async () => {
    const { delivered_at, seen_at } = await database.db
      .selectFrom('announcement_recipient')
      .select(['delivered_at', 'seen_at'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    return [delivered_at, seen_at].map((at) => (at ? Temporal.Instant.from(at).toString() : null))
  }
  return { receipt, times, record: (list: Receipt[], at = now) => recordReceipts(database.pool, list, at) }
}

describe('that a message of an announcement arrived or was seen', () => {
  it('is noted of its recipient; what was seen has arrived too', async () => {
    const a = await withRecipient('m1')
    const b = await withRecipient('m2')
    await a.record([a.receipt('delivered', 'm1'), b.receipt('seen', 'm2')])
    expect([await a.times(), await b.times()]).toEqual([
      [now, null],
      [now, now],
    ])
  })

  it('is noted once, the first time, in whatever order it is told', async () => {
    const { receipt, record, times } = await withRecipient('m1')
    await record([receipt('delivered', 'm1'), receipt('delivered', 'm1')])
    await record([receipt('seen', 'm1')], later)
    await record([receipt('delivered', 'm1'), receipt('seen', 'm1')], '2026-11-22T04:00:00Z')
    expect(await times()).toEqual([now, later])
  })

  it('counts of any of its messages, and of all where it is told of none', async () => {
    const several = await withRecipient('m1,m2,m3')
    await several.record([several.receipt('delivered', 'm2')])
    expect(await several.times()).toEqual([now, null])
    const all = await withRecipient('m1')
    await all.record([all.receipt('seen', null)])
    expect(await all.times()).toEqual([now, now])
  })

  it('is found by Zalo’s own id where ours is kept beside it', async () => {
    const { receipt, record, times } = await withRecipient('7300/1690,7301/1691', 'zalo_personal')
    await record([receipt('seen', '1690')])
    expect(await times()).toEqual([null, null])
    await record([receipt('seen', '7301')])
    expect(await times()).toEqual([now, now])
  })

  it('changes nothing where it is of something else: another message, chat, account or nobody’s', async () => {
    const { receipt, record, times } = await withRecipient('m1')
    const unsent = await withRecipient(null)
    await record([
      receipt('seen', 'm'),
      receipt('seen', 'm1', { chat: 'nobody' }),
      receipt('seen', 'm1', { account: 'another' }),
      receipt('seen', 'm1', { channel: 'zalo_personal' }),
      unsent.receipt('seen', null),
    ])
    await record([])
    expect([await times(), await unsent.times()]).toEqual([
      [null, null],
      [null, null],
    ])
  })
})

describe('the book of receipts', () => {
  const clock = { now: () => Temporal.Instant.from(now) }

  it('writes what came together, and what is left when it is closed', async () => {
    const { receipt, times } = await withRecipient('m1')
    const query = vi.spyOn(database.pool, 'query')
    const book = createReceiptBook({ sql: database.pool, clock, log: { warn: () => {} }, rest: 10 })
    for (let time = 0; time < 50; time += 1) book.add([receipt('delivered', 'm1')])
    await vi.waitFor(() => expect(query).toHaveBeenCalledOnce())
    book.add([receipt('seen', 'm1')])
    await book.stop()
    query.mockRestore()
    expect(await times()).toEqual([now, now])
  })

  it('keeps them while the database is away', async () => {
    const { receipt, times } = await withRecipient('m1')
    const warn = vi.fn()
    const sql = {
      failures: 2,
      query(statement: { text: string; values: unknown[] }) {
        if (this.failures === 0) return database.pool.query(statement)
        this.failures -= 1
        return Promise.reject(new Error('away'))
      },
    }
    const book = createReceiptBook({ sql: sql as never, clock, log: { warn }, rest: 5 })
    book.add([receipt('delivered', 'm1')])
    await vi.waitFor(async () => expect(await times()).toEqual([now, null]))
    expect(warn).toHaveBeenCalledTimes(2)
    await book.stop()
  })
})
