import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { erasePerson } from '../../bots/inbox/erase-person.ts'
import { exportPerson } from '../../bots/inbox/export-person.ts'
import { countAnnouncement } from '../../office/announcements/count-announcement.ts'
import { reduceOld } from '../../workers/announcements/reduce-old.ts'
import { addFollowers } from '../support/announcement-followers.ts'
import { announcementRows } from '../support/announcement-rows.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'

const now = '2026-11-30T03:00:00.000Z'
const poll = { question: 'Họp ngày nào?', options: ['Thứ bảy', 'Chủ nhật'] }

describe('what is kept of those who follow announcements', () => {
  let database: TestDatabase
  let rows: ReturnType<typeof announcementRows>
  let author: string
  beforeAll(async () => {
    database = await createTestDatabase()
    rows = announcementRows(database.pool, now)
    author = await rows.official()
  })
  beforeEach(async () => {
    await query('delete from conversation')
    await query('delete from announcement')
  })
  afterAll(() => database.drop())

  const query = async (text: string, values: unknown[] = []) => (await database.pool.query(text, values)).rows
  const reduce = (at: string) => reduceOld(database.pool, { now: at, retentionDays: 90 })

  /** An announcement with a poll that somebody got and answered. */
  async function answered(chat: string, state: 'sending' | 'sent' = 'sending') {
    const id = await rows.announcement(author, {
      state,
      poll,
      plannedAt: now,
      ...(state === 'sent' ? { endedAt: now } : {}),
    })
    const row = await rows.recipient(id, chat, { status: 'sent', settledAt: now })
    await query(
      `update announcement_recipient set external_id = 'm1', delivered_at = $2, seen_at = $2, tried = '{7}'
       where id = $1`,
      [row, now],
    )
    await query('insert into poll_answer values ($1, $2, 1, $3)', [id, chat, now])
    return id
  }

  it('is handed out to them: what they follow, what they got, what they answered', async () => {
    const group = await rows.group('hoan-kiem')
    const chat = await rows.chat('zalo_oa', { chat: 'an', units: ['hoan-kiem'], groups: [group] })
    await answered(chat)
    const [name] = await query('select name from neighbourhood_group where id = $1', [group])
    const { conversations } = await exportPerson(database.pool, { channel: 'zalo_oa', chat: 'an' })
    expect(conversations[0]).toMatchObject({
      follows: { units: ['hoan-kiem'], groups: [name?.name], topics: ['chung'], stopped: null },
      announcements: [{ title: 'Cắt nước', status: 'sent' }],
      polls: [{ question: 'Họp ngày nào?', answer: 'Chủ nhật' }],
    })
    for (const at of [
      conversations[0]?.follows?.since,
      conversations[0]?.announcements[0]?.at,
      conversations[0]?.announcements[0]?.seen,
      conversations[0]?.polls[0]?.at,
    ])
      expect(new Date(at ?? '').toISOString()).toBe(now)
  })

  it('goes with their erasure; that somebody got it stays in the count', async () => {
    const chat = await rows.chat('zalo_oa', { chat: 'binh', units: ['hoan-kiem'] })
    const got = await answered(chat)
    const waiting = await rows.announcement(author)
    await rows.recipient(waiting, chat)
    await erasePerson(database.pool, { channel: 'zalo_oa', chat: 'binh' }, { now, async recordErasure() {} })
    expect(await query('select from follower')).toEqual([])
    expect(await query('select from poll_answer')).toEqual([])
    expect(
      await query(
        `select announcement_id::text as of, status, conversation_id, external_id, tried
         from announcement_recipient order by id`,
      ),
    ).toEqual([
      { of: got, status: 'sent', conversation_id: null, external_id: null, tried: null },
      { of: waiting, status: 'planned', conversation_id: null, external_id: null, tried: null },
    ])
    expect(await countAnnouncement(database.pool, got)).toMatchObject({ total: 1, sent: 1, seen: 1 })
  })

  it('is reduced to counts when it is old: recipients, answers and as what files were known', async () => {
    await addFollowers(database.pool, { count: 2500, followedAt: now })
    const [first] = await query('select min(conversation_id)::text as id from follower')
    const id = await answered(first?.id, 'sent')
    const under = await answered(first?.id)
    await query(
      `insert into announcement_recipient (announcement_id, conversation_id, channel, account, status, reason)
       select $1, conversation_id, 'web', 'bot', 'failed', 'quota' from follower where conversation_id <> $2`,
      [id, first?.id],
    )
    const [file] = await query(
      `insert into announcement_file (announcement_id, name, type, size, added_at)
       values ($1, 'a.pdf', 'application/pdf', 1, $2) returning id::text`,
      [id, now],
    )
    await query(`insert into announcement_upload values ($1, 'telegram', 'bot', 'x', null)`, [file?.id])
    const before = await countAnnouncement(database.pool, id)
    expect(before).toMatchObject({ total: 2500, sent: 1, failed: 2499, poll: [0, 1] })

    expect(await reduce('2027-02-28T03:00:00.000Z')).toBe(0)
    expect(await countAnnouncement(database.pool, id)).toEqual(before)

    expect(await reduce('2027-02-28T03:00:01.000Z')).toBe(1)
    expect(await query('select distinct announcement_id::text as of from announcement_recipient')).toEqual([
      { of: under },
    ])
    expect(await query('select announcement_id::text as of from poll_answer')).toEqual([{ of: under }])
    expect(await query('select from announcement_upload')).toEqual([])
    expect(await query('select from announcement_file')).toHaveLength(1)
    expect(await countAnnouncement(database.pool, id)).toEqual(before)
    expect(await reduce('2027-02-28T03:00:02.000Z')).toBe(0)
  })

  it('goes with a conversation that was forgotten because nothing was said in it for long', async () => {
    const chat = await rows.chat('zalo_oa', { units: ['hoan-kiem'] })
    await answered(chat)
    await query('delete from conversation where id = $1', [chat])
    await reduce(now)
    expect(await query('select status, external_id, tried from announcement_recipient')).toEqual([
      { status: 'sent', external_id: null, tried: null },
    ])
  })

  it('is reduced to the end after a crash that left some of it', async () => {
    await addFollowers(database.pool, { count: 1, followedAt: now })
    const [chat] = await query('select conversation_id::text as id from follower')
    const id = await answered(chat?.id, 'sent')
    const counts = await countAnnouncement(database.pool, id)
    await query('update announcement set counts = $2 where id = $1', [id, JSON.stringify(counts)])
    await reduce('2027-03-30T03:00:00.000Z')
    expect(await query('select from announcement_recipient')).toEqual([])
    expect(await query('select from poll_answer')).toEqual([])
    expect(await countAnnouncement(database.pool, id)).toEqual(counts)
  })
})
