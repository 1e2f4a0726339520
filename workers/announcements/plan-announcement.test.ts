import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { inTransaction } from '../../server/database/in-transaction.ts'
import { addFollowers } from '../../test/support/announcement-followers.ts'
import { announcementRows } from '../../test/support/announcement-rows.ts'
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts'
import { planAnnouncement } from './plan-announcement.ts'
import { planPage } from './plan-page.ts'

const now = '2026-11-30T03:00:00.000Z'
const before = '2026-11-29T03:00:00.000Z'
const later = '2026-11-30T03:00:01.000Z'
const units = ['hoan-kiem']

describe('planning an announcement', () => {
  let database: TestDatabase
  let rows: ReturnType<typeof announcementRows>
  let author: string
  beforeAll(async () => {
    database = await createTestDatabase()
    rows = announcementRows(database.pool, now)
    author = await rows.official()
  })
  beforeEach(async () => {
    await database.pool.query('delete from conversation')
    await database.pool.query('delete from announcement')
  })
  afterAll(() => database.drop())

  const query = async <Row extends object>(text: string, values: unknown[] = []) =>
    (await database.pool.query<Row & Record<string, unknown>>(text, values)).rows
  const planning = { now: later, pageSize: 10 }
  const plan = (id: string) => planAnnouncement(database.pool, id, planning)
  const page = (id: string) => planPage(database.pool, id, planning)
  const planned = async (id: string) =>
    (
      await query<{ id: string }>(
        `select conversation_id::text as id from announcement_recipient
         where announcement_id = $1 and status = 'planned' order by conversation_id`,
        [id],
      )
    ).map((row) => row.id)
  const isPlanned = async (id: string) =>
    (await query<{ at: string | null }>('select planned_at as at from announcement where id = $1', [id]))[0]
      ?.at === later

  it('writes one row for each recipient, with where they are told', async () => {
    const chat = await rows.chat('zalo_oa', { units })
    await rows.chat('zalo_oa', { units: ['cua-nam'] })
    const id = await rows.announcement(author)
    await plan(id)
    expect(await isPlanned(id)).toBe(true)
    expect(
      await query(
        `select conversation_id::text as id, channel, account, wave, status, reason from announcement_recipient`,
      ),
    ).toEqual([{ id: chat, channel: 'zalo_oa', account: 'bot', wave: 1, status: 'planned', reason: null }])
  })

  it('of nobody is done at once', async () => {
    const id = await rows.announcement(author)
    await plan(id)
    expect(await isPlanned(id)).toBe(true)
    expect(await planned(id)).toEqual([])
  })

  it('goes page after page, whether or not the last one is full', async () => {
    for (const count of [9, 10, 11, 20, 57]) {
      await query('delete from conversation')
      await addFollowers(database.pool, { count, followedAt: now, joined: 5 })
      const id = await rows.announcement(author, { audience: { all: true } })
      await plan(id)
      expect(await planned(id)).toHaveLength(count - Math.floor(count / 5))
    }
  })

  it('tells who waits for it', async () => {
    const heard: unknown[] = []
    const id = await rows.announcement(author)
    const client = await database.pool.connect()
    client.on('notification', ({ payload }) => heard.push(payload))
    await client.query('listen announcements')
    await plan(id)
    await client.query('select 1')
    client.release(true)
    expect(heard).toEqual([id])
  })

  it('is of those who followed when it was approved', async () => {
    const then = await rows.chat('telegram', { units, followedAt: now })
    await rows.chat('telegram', { units, followedAt: later })
    const id = await rows.announcement(author, { approvedAt: now })
    await plan(id)
    expect(await planned(id)).toEqual([then])
  })

  it('does nothing that is not approved, is over, or is planned already', async () => {
    await rows.chat('telegram', { units })
    for (const more of [
      { state: 'draft' },
      { state: 'stopped' },
      { state: 'expired' },
      { state: 'sending', plannedAt: before },
    ] as const) {
      const id = await rows.announcement(author, more)
      await plan(id)
      expect(await planned(id)).toEqual([])
      expect(await isPlanned(id)).toBe(false)
    }
    await plan('999999')
  })

  it('goes on where it was left when a page failed', async () => {
    await addFollowers(database.pool, { count: 25, followedAt: now })
    const id = await rows.announcement(author, { audience: { all: true } })
    expect(await page(id)).toBe('more')
    await query(`alter table announcement_recipient add constraint broken check (id < 0) not valid`)
    await expect(plan(id)).rejects.toThrow(/broken/)
    expect(await planned(id)).toHaveLength(10)
    await query('alter table announcement_recipient drop constraint broken')
    await plan(id)
    expect(await planned(id)).toHaveLength(25)
  })

  it('is ended quietly by a stop, and begun anew after an edit', async () => {
    await addFollowers(database.pool, { count: 16, followedAt: now, units: ['hoan-kiem', 'cua-nam'] })
    const id = await rows.announcement(author, { audience: { all: true } })
    expect(await page(id)).toBe('more')
    await query(`update announcement set state = 'stopped' where id = $1`, [id])
    await plan(id)
    expect(await planned(id)).toHaveLength(10)
    // As an edit does it, and the approval after that.
    await query('delete from announcement_recipient where announcement_id = $1', [id])
    await query(
      `update announcement set state = 'sending', audience = $2, planned_up_to = null, approved_at = $3 where id = $1`,
      [id, JSON.stringify({ units }), now],
    )
    await plan(id)
    expect(await planned(id)).toHaveLength(8)
  })

  it('leaves out who leaves between two pages', async () => {
    await addFollowers(database.pool, { count: 16, followedAt: now })
    const id = await rows.announcement(author, { audience: { all: true } })
    await page(id)
    const [last] = await query<{ id: string }>('select max(conversation_id)::text as id from follower')
    await query('update follower set stopped_at = $2 where conversation_id = $1', [last?.id, later])
    await plan(id)
    expect(await planned(id)).toHaveLength(15)
  })

  it('gives one row a recipient when several plan it at once', async () => {
    await addFollowers(database.pool, { count: 300, followedAt: now, joined: 3 })
    const id = await rows.announcement(author, { audience: { all: true } })
    await Promise.all([plan(id), plan(id), plan(id)])
    const [counted] = await query<{ rows: number; people: number }>(
      `select count(*)::int as rows, count(distinct coalesce(m.person, r.conversation_id::text))::int as people
       from announcement_recipient r left join person_member m using (conversation_id) where announcement_id = $1`,
      [id],
    )
    expect(counted).toEqual({ rows: 200, people: 200 })
  })

  it('does not hold up who erases, nor the other way round', async () => {
    const [leaving, staying] = [
      await rows.chat('telegram', { units }),
      await rows.chat('telegram', { units }),
    ]
    const id = await rows.announcement(author)
    const planning = await inTransaction(database.pool, async (turn) => {
      await turn.query('select from conversation where id = $1 for update', [leaving])
      const under = plan(id)
      // The second one is locked only while nobody waits with it in hand.
      await turn.query('select from conversation where id = $1 for update', [staying])
      await turn.query('delete from conversation where id = $1', [leaving])
      return { under }
    })
    await planning.under
    expect(await planned(id)).toEqual([staying])
  })

  it('goes on while turns have their conversations', async () => {
    const chat = await rows.chat('telegram', { units })
    const id = await rows.announcement(author)
    await inTransaction(database.pool, async (turn) => {
      await turn.query('select from conversation where id = $1 for no key update', [chat])
      await plan(id)
    })
    expect(await planned(id)).toEqual([chat])
  })

  describe('of a person with several places', () => {
    it('is one row, whoever joins, parts or leaves between two pages', async () => {
      const first = await rows.chat('web', { units, person: 'a' })
      await addFollowers(database.pool, { count: 10, followedAt: now })
      const last = await rows.chat('telegram', { units, person: 'a' })
      const joinedLate = await rows.chat('telegram', { units })
      const id = await rows.announcement(author, { audience: { all: true } })
      await page(id)
      expect(await planned(id)).toContain(last)
      await query('update follower set stopped_at = $2 where conversation_id = $1', [first, later])
      await query(`insert into person_member (conversation_id, person, joined_at) values ($1, 'a', $2)`, [
        joinedLate,
        later,
      ])
      await plan(id)
      const found = await planned(id)
      expect(found).toHaveLength(11)
      expect(found).not.toContain(joinedLate)
    })

    it('is in the other place when the better one stopped to follow after it was planned there', async () => {
      const first = await rows.chat('telegram', { units, person: 'a' })
      await addFollowers(database.pool, { count: 10, followedAt: now })
      const last = await rows.chat('web', { units: [], person: 'a', followedAt: later })
      const id = await rows.announcement(author, { audience: { all: true } })
      await plan(id)
      const found = await planned(id)
      expect(found).toContain(first)
      expect(found).not.toContain(last)
    })
  })

  describe('of a correction', () => {
    it('is for those who got the wrong one, or may have, where they got it', async () => {
      const wrong = await rows.announcement(author, { state: 'stopped', plannedAt: now })
      const of = async (more: Parameters<typeof rows.recipient>[2], topics = ['chung']) => {
        const chat = await rows.chat('telegram', { units, topics, person: 'everybody' })
        await rows.recipient(wrong, chat, more)
        return chat
      }
      const got = [
        await of({ status: 'sent' }),
        await of({ status: 'sent' }, []),
        await of({ status: 'failed', reason: 'unknown_outcome', unknownOutcomes: 2 }),
        await of({ status: 'skipped', reason: 'stopped', unknownOutcomes: 1 }),
      ]
      await of({ status: 'failed', reason: 'quota' })
      await of({ status: 'skipped', reason: 'left' })
      await rows.chat('telegram', { units })
      const id = await rows.announcement(author, { corrects: wrong, topic: 'y-te' })
      await plan(id)
      expect(await planned(id)).toEqual(got)
    })

    it('waits for what is on its way of the wrong one', async () => {
      const wrong = await rows.announcement(author, { state: 'stopped', plannedAt: now })
      const chat = await rows.chat('telegram', { units })
      const row = await rows.recipient(wrong, chat, { status: 'sending' })
      const id = await rows.announcement(author, { corrects: wrong })
      await plan(id)
      expect(await isPlanned(id)).toBe(false)
      await query(`update announcement_recipient set status = 'sent' where id = $1`, [row])
      await plan(id)
      expect(await planned(id)).toEqual([chat])
    })

    it('goes by pages too', async () => {
      await addFollowers(database.pool, { count: 17, followedAt: now })
      const wrong = await rows.announcement(author, { audience: { all: true } })
      await plan(wrong)
      await query(`update announcement_recipient set status = 'sent', settled_at = $1`, [now])
      const id = await rows.announcement(author, { corrects: wrong })
      expect(await page(id)).toBe('more')
      await plan(id)
      expect(await planned(id)).toHaveLength(17)
    })
  })
})
