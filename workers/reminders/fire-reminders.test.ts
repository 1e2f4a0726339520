import { Temporal } from 'temporal-polyfill'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts'
import { type Enqueue, fireReminders } from './fire-reminders.ts'

const morning = Temporal.Instant.from('2026-11-23T09:00:00+07:00')
const night = Temporal.Instant.from('2026-11-23T22:30:00+07:00')

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterEach(async () => {
  await database.db.deleteFrom('conversation').execute()
})
afterAll(() => database.drop())

const enqueue: Enqueue = async (trx, { conversationId, reply }) => {
  const { id } = await trx
    .insertInto('outbox')
    .values({
      conversation_id: conversationId,
      reply: JSON.stringify(reply),
      status: 'pending',
      created_at: morning.toString(),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}
const fire = (now: Temporal.Instant, put = enqueue) =>
  fireReminders({ db: database.db, clock: { now: () => now }, enqueue: put })

async function plan(text: string, dueAt: Temporal.Instant, blocked = false): Promise<void> {
  const at = dueAt.toString()
  const { id } = await database.db
    .insertInto('conversation')
    .values({
      channel: 'web',
      account: 'web',
      chat: text,
      is_group: false,
      blocked_at: blocked ? at : null,
      created_at: at,
      active_at: at,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await database.db
    .insertInto('reminder')
    .values({ conversation_id: id, about: '1.001193', text, due_at: at, status: 'planned' })
    .execute()
}
async function seen() {
  const { db } = database
  const reminders = await db.selectFrom('reminder').select(['text', 'status']).orderBy('text').execute()
  const replies = await db.selectFrom('outbox').select(['reply', 'inbox_id']).orderBy('id').execute()
  return { reminders: Object.fromEntries(reminders.map(({ text, status }) => [text, status])), replies }
}

describe('fireReminders', () => {
  it('sends what is due and leaves the rest', async () => {
    await plan('đến hạn', morning)
    await plan('chưa đến', morning.add({ seconds: 1 }))
    expect(await fire(morning)).toEqual({ sent: 1, skipped: 0 })
    expect(await seen()).toEqual({
      reminders: { 'đến hạn': 'sent', 'chưa đến': 'planned' },
      replies: [{ reply: { blocks: [{ kind: 'text', text: 'đến hạn' }] }, inbox_id: null }],
    })
  })

  it('skips who blocked the assistant and what is a day late', async () => {
    await plan('đã chặn', morning, true)
    await plan('quá muộn', morning.subtract({ hours: 24 }))
    expect(await fire(morning)).toEqual({ sent: 0, skipped: 2 })
    expect(await seen()).toEqual({ reminders: { 'đã chặn': 'skipped', 'quá muộn': 'skipped' }, replies: [] })
  })

  it('skips what the outbox does not take', async () => {
    await plan('vừa chặn', morning)
    expect(await fire(morning, async () => null)).toEqual({ sent: 0, skipped: 1 })
    expect((await seen()).reminders).toEqual({ 'vừa chặn': 'skipped' })
  })

  it('lets the night pass', async () => {
    await plan('ban đêm', night)
    expect(await fire(night)).toEqual({ sent: 0, skipped: 0 })
    expect(await fire(Temporal.Instant.from('2026-11-24T06:59:59+07:00'))).toEqual({ sent: 0, skipped: 0 })
    expect(await fire(Temporal.Instant.from('2026-11-24T07:00:00+07:00'))).toEqual({ sent: 1, skipped: 0 })
  })

  it('marks nothing when the outbox fails, and sends it the next time', async () => {
    await plan('một', morning)
    const broken: Enqueue = async () => {
      throw new Error('disk full')
    }
    await expect(fire(morning, broken)).rejects.toThrow('disk full')
    expect((await seen()).reminders).toEqual({ một: 'planned' })
    expect(await fire(morning)).toEqual({ sent: 1, skipped: 0 })
  })

  it('does not wait for a conversation that is being erased', async () => {
    await plan('sắp xóa', morning)
    await plan('ở lại', morning)
    await database.db.transaction().execute(async (trx) => {
      await trx.selectFrom('conversation').select('id').where('chat', '=', 'sắp xóa').forUpdate().execute()
      expect(await fire(morning)).toEqual({ sent: 1, skipped: 0 })
      await trx.deleteFrom('conversation').where('chat', '=', 'sắp xóa').execute()
    })
    expect((await seen()).reminders).toEqual({ 'ở lại': 'sent' })
  })

  it('lets a turn of the same conversation end before it, so that nobody reads past it', async () => {
    await plan('đang nói chuyện', morning)
    await database.db.transaction().execute(async (trx) => {
      await trx.selectFrom('conversation').select('id').forNoKeyUpdate().execute()
      expect(await fire(morning)).toEqual({ sent: 0, skipped: 0 })
    })
    expect(await fire(morning)).toEqual({ sent: 1, skipped: 0 })
  })

  it('sends each once when many do it at the same time', async () => {
    const texts = Array.from({ length: 250 }, (_, index) => `nhắc ${index}`)
    for (const text of texts) await plan(text, morning)
    const results = await Promise.all(Array.from({ length: 6 }, () => fire(morning)))
    expect(results.reduce((sum, { sent }) => sum + sent, 0)).toBe(250)
    const { replies } = await seen()
    const sent = replies.map(({ reply }) => JSON.stringify(reply))
    expect(new Set(sent).size).toBe(250)
    expect(sent).toHaveLength(250)
  })
})
