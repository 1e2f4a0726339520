import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ChannelName } from '../../bots/channels/channel.ts'
import type { DraftFields } from '../../bots/dialogue/event.ts'
import { loadAnnouncementFacts } from '../../knowledge/announcements/facts/load-announcement-facts.ts'
import { inTransaction } from '../../server/database/in-transaction.ts'
import { announcementRows } from '../../test/support/announcement-rows.ts'
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts'
import { planAnnouncement } from '../../workers/announcements/plan-announcement.ts'
import { readBoardItem } from '../board/read-board-item.ts'
import { leaveOffice } from '../officials/leave-office.ts'
import { approveAnnouncement } from './approve-announcement.ts'
import { correctAnnouncement } from './correct-announcement.ts'
import { countAnnouncement } from './count-announcement.ts'
import { createAnnouncement } from './create-announcement.ts'
import { editAnnouncement } from './edit-announcement.ts'
import type { Office } from './office.ts'
import { pauseAnnouncement } from './pause-announcement.ts'
import { recallAnnouncement } from './recall-announcement.ts'
import { resumeAnnouncement } from './resume-announcement.ts'
import { returnAnnouncement } from './return-announcement.ts'
import { showAnnouncement } from './show-announcement.ts'
import { stopAnnouncement } from './stop-announcement.ts'
import { submitAnnouncement } from './submit-announcement.ts'

const { facts } = await loadAnnouncementFacts()
const start = '2026-11-22T03:00:00.000Z'
const written = { title: 'Cắt nước', text: 'Cắt nước sáng mai.', audience: { units: ['hoan-kiem'] } }

let database: TestDatabase
let rows: ReturnType<typeof announcementRows>
let office: Omit<Office, 'sql'>
let lan: string
let minh: string
let before: string
beforeAll(async () => {
  database = await createTestDatabase()
  rows = announcementRows(database.pool, start)
})
afterAll(() => database.drop())
beforeEach(async () => {
  await database.pool.query('truncate announcement, follower, official, conversation cascade')
  const served = ['hoan-kiem', 'ba-dinh']
  office = { now: start, facts, served, isUnit: (slug) => slug === 'all' || office.served.includes(slug) }
  const { rows: entries } = await database.pool.query('select coalesce(max(id), 0) as last from audit_entry')
  before = entries[0].last
  lan = await rows.official('hoan-kiem', 'communicator')
  minh = await rows.official('hoan-kiem', 'approver')
  await rows.chat('telegram', { units: ['hoan-kiem'] })
})

/** Runs an act in a transaction of its own, and says `ok` or why it was refused. */
async function act(work: (inAct: Office) => Promise<{ ok: true } | { ok: false; refusal: { why: string } }>) {
  const done = await inTransaction(database.pool, (sql) => work({ ...office, sql }))
  return done.ok ? 'ok' : done.refusal.why
}
const create = async (fields: DraftFields & { unit?: string } = written, by = lan): Promise<string> => {
  const done = await inTransaction(database.pool, (sql) => createAnnouncement({ ...office, sql }, fields, by))
  return done.ok ? done.id : done.refusal.why
}
const submitted = async (fields?: DraftFields, by = lan): Promise<string> => {
  const id = await create({ ...written, ...fields }, by)
  expect(await act((inAct) => submitAnnouncement(inAct, id, by))).toBe('ok')
  return id
}
const approve = (id: string, by = minh, options: { urgent?: true } = {}) =>
  act((inAct) => approveAnnouncement(inAct, id, by, options))
const plan = (id: string) => planAnnouncement(database.pool, id, { now: office.now })
const show = async (id: string) => {
  const view = await showAnnouncement({ sql: database.pool }, id)
  if (!view) throw new Error('There is none')
  return view
}
const stateOf = async (id: string) => (await show(id)).state
const audit = async () =>
  (
    await database.pool.query<{ actor: string; action: string; detail: { why?: string } }>(
      'select actor, action, detail from audit_entry where id > $1 order by id',
      [before],
    )
  ).rows
const settle = (id: string, status: string) =>
  database.pool.query(
    `update announcement_recipient set status = $2, settled_at = $3 where announcement_id = $1 and status = 'planned'`,
    [id, status, office.now],
  )

describe('an announcement', () => {
  it('is written by one, approved by another, planned for those who follow, and all of it is on record', async () => {
    const id = await submitted({ topic: 'chung', link: { label: 'Xem', url: 'https://hanoi.gov.vn' } })
    expect(await show(id)).toMatchObject({ state: 'draft', submitted: true, recipients: 1 })
    expect(await approve(id)).toBe('ok')
    await rows.chat('telegram', { units: ['hoan-kiem'], followedAt: '2026-11-22T03:00:01Z' })
    await plan(id)
    const view = await show(id)
    expect(view).toMatchObject({
      state: 'sending',
      author: { id: lan },
      approver: { id: minh },
      content: { unit: 'hoan-kiem', topic: 'chung', link: { url: 'https://hanoi.gov.vn/' }, files: [] },
      counts: { total: 1, pending: 1 },
    })
    expect(view.history.map((entry) => entry.act)).toEqual(['created', 'submitted', 'approved'])
    const entries = await audit()
    expect(entries).toMatchObject([
      { actor: `official:${lan}`, action: 'announcement.created' },
      { actor: `official:${lan}`, action: 'announcement.submitted' },
      {
        actor: `official:${minh}`,
        action: 'announcement.approved',
        detail: { announcement: id, version: 1 },
      },
    ])
    expect(JSON.stringify(entries)).not.toContain('nước')
  })

  it('lets every process know, once an act is committed', async () => {
    const client = await database.pool.connect()
    const heard: string[] = []
    client.on('notification', ({ payload = '' }) => heard.push(payload))
    await client.query('listen announcements')
    const id = await submitted()
    await approve(id)
    await client.query('select 1')
    expect(heard).toEqual([id, id, id])
    await client.query('unlisten announcements')
    client.release()
  })

  it('may be begun with anything, but is submitted whole', async () => {
    const id = await create({ text: 'Cắt nước sáng mai.' })
    const submit = () => act((inAct) => submitAnnouncement(inAct, id, lan))
    const edit = (fields: DraftFields) => act((inAct) => editAnnouncement(inAct, id, fields, lan))
    expect(await submit()).toBe('empty')
    await edit({ title: 'Cắt nước' })
    expect(await submit()).toBe('empty')
    await edit({ audience: { units: ['hoan-kiem'] } })
    expect(await submit()).toBe('ok')
    expect(await submit()).toBe('state')
  })

  it('is approved once, also by two at the same moment', async () => {
    const id = await submitted()
    const ha = await rows.official('hoan-kiem', 'approver')
    expect((await Promise.all([approve(id), approve(id, ha), approve(id)])).toSorted()).toEqual([
      ...['ok', 'state', 'state'],
    ])
    expect(await approve(id)).toBe('state')
  })

  it('is approved as it was submitted, and again after an edit', async () => {
    const id = await submitted({ at: '2026-11-23T01:00:00Z' })
    expect(await act((inAct) => editAnnouncement(inAct, id, { text: 'Mai không cắt nước.' }, lan))).toBe('ok')
    expect(await approve(id)).toBe('state')
    await act((inAct) => submitAnnouncement(inAct, id, lan))
    expect(await approve(id)).toBe('ok')
    await plan(id)
    expect(await show(id)).toMatchObject({ state: 'scheduled', counts: { total: 1 } })

    expect(await act((inAct) => editAnnouncement(inAct, id, { text: 'Mai lại cắt nước.' }, lan))).toBe('ok')
    const edited = await show(id)
    expect(edited).toMatchObject({ state: 'draft', submitted: false, counts: { total: 0 } })
    expect(edited.approver).toBe(undefined)
    await plan(id)
    expect((await show(id)).counts.total).toBe(0)
  })

  it('is not edited once somebody may have got it', async () => {
    const id = await submitted()
    await approve(id)
    await plan(id)
    await settle(id, 'sent')
    await database.pool.query(`update announcement set state = 'waiting' where id = $1`, [id])
    expect(await act((inAct) => editAnnouncement(inAct, id, { text: 'x' }, lan))).toBe('state')
  })

  it('is never approved by who wrote it or changed it, nor by one who has left', async () => {
    const own = await submitted({}, minh)
    expect(await approve(own)).toBe('own')
    const ha = await rows.official('hoan-kiem', 'approver')
    await act((inAct) => editAnnouncement(inAct, own, { text: 'Sửa.' }, ha))
    await act((inAct) => submitAnnouncement(inAct, own, ha))
    expect(await approve(own, ha)).toBe('own')
    expect((await show(own)).editors).toEqual([ha])

    const id = await submitted()
    expect(await approve(id, lan)).toBe('no_role')
    await inTransaction(database.pool, (sql) => leaveOffice(sql, ha, { now: office.now }))
    expect(await approve(id, ha)).toBe('no_role')
    expect(await approve(id, '999')).toBe('no_role')
    expect(await stateOf(id)).toBe('draft')
    const refused = (await audit()).filter(({ action }) => action === 'announcement.refused')
    expect(refused.map(({ detail }) => detail.why)).toEqual(['own', 'own', 'no_role'])
  })

  it('is of nobody who belongs to another unit', async () => {
    const id = await submitted()
    const other = await rows.official('ba-dinh', 'approver')
    const city = await rows.official('all', 'approver')
    expect(await approve(id, other)).toBe('other_unit')
    expect(await act((inAct) => stopAnnouncement(inAct, id, other))).toBe('other_unit')
    for (const audience of [{ all: true } as const, { units: ['hoan-kiem', 'ba-dinh'] }])
      expect(await create({ ...written, audience })).toBe('other_unit')
    expect(await create({ ...written, unit: 'ba-dinh' })).toBe('other_unit')
    expect(await create({ ...written, audience: { units: ['hanoi'] } }, city)).toBe('bad_audience')
    expect(await create({ ...written, audience: { units: ['ba-dinh'] }, unit: 'hoan-kiem' }, city)).toBe(
      'other_unit',
    )
    expect(await approve(id, city)).toBe('ok')
    office.served = ['hoan-kiem']
    expect(await create({ ...written, audience: { all: true } })).toMatch(/^\d+$/)
  })

  it('of a head is for the groups they head', async () => {
    const head = await rows.official('hoan-kiem', 'head')
    const [own, other] = [await rows.group('hoan-kiem'), await rows.group('hoan-kiem')]
    await database.pool.query('update neighbourhood_group set head = $1 where id = $2', [head, own])
    expect(await create({ ...written, audience: { groups: [own] } }, head)).toMatch(/^\d+$/)
    expect(await create({ ...written, audience: { groups: [own, other] } }, head)).toBe('other_unit')
    expect(await create({ ...written, audience: { groups: [other] } }, lan)).toMatch(/^\d+$/)
    expect(await create({ ...written, audience: { groups: ['99999'] } }, lan)).toBe('other_unit')
  })

  it('is for group chats that are bound to its unit', async () => {
    await rows.chat('telegram', { chat: '-7', isGroup: true, boundTo: 'hoan-kiem' })
    await rows.chat('telegram', { chat: '-8', isGroup: true, boundTo: 'ba-dinh' })
    const toChat = await submitted({ audience: { chats: ['telegram:-7'] } })
    expect(await show(toChat)).toMatchObject({ recipients: 1 })
    expect(await create({ ...written, audience: { chats: ['telegram:-8'] } })).toBe('other_unit')
    expect(await create({ ...written, audience: { chats: ['telegram:-9'] } })).toBe('other_unit')
  })

  it('that would reach nobody is written, and not approved', async () => {
    const id = await submitted({ topic: 'y-te' })
    expect(await show(id)).toMatchObject({ recipients: 0 })
    expect(await approve(id)).toBe('nobody')
    expect(await stateOf(id)).toBe('draft')
  })

  it('goes back to its author with a note', async () => {
    const id = await submitted()
    expect(await act((inAct) => returnAnnouncement(inAct, id, minh, 'Ghi rõ giờ.'))).toBe('ok')
    expect(await show(id)).toMatchObject({ submitted: false })
    expect(await approve(id)).toBe('state')
    expect(await act((inAct) => submitAnnouncement(inAct, id, lan))).toBe('ok')
    expect(await approve(id)).toBe('ok')
  })

  it('waits for its time, or for 07:00, unless it is urgent and that was confirmed', async () => {
    const later = await submitted({ at: '2026-11-22T16:00:00Z' })
    await approve(later)
    expect(await stateOf(later)).toBe('scheduled')
    office.now = '2026-11-22T15:00:00.000Z'
    const late = await submitted()
    await approve(late)
    expect(await stateOf(late)).toBe('waiting')
    const urgent = await submitted({ urgent: 'disaster', topic: 'thien-tai' })
    expect(await approve(urgent)).toBe('urgent_unconfirmed')
    expect(await approve(urgent, minh, { urgent: true })).toBe('ok')
    expect(await stateOf(urgent)).toBe('sending')
  })

  it('is not approved once its time or its expiry has passed', async () => {
    const timed = await submitted({ at: '2026-11-22T04:00:00Z' })
    const expiring = await submitted({ expiresAt: '2026-11-22T04:00:00Z' })
    expect(await create({ ...written, at: '2026-11-22T02:59:59Z' })).toBe('past')
    office.now = '2026-11-22T04:00:00.000Z'
    expect(await approve(timed)).toBe('past')
    expect(await approve(expiring)).toBe('bad_expiry')
    await act((inAct) => editAnnouncement(inAct, timed, { at: null }, lan))
    await act((inAct) => submitAnnouncement(inAct, timed, lan))
    expect(await approve(timed)).toBe('ok')
  })

  it('is not approved for a unit that is not served any more', async () => {
    const city = await rows.official('all', 'approver')
    const id = await submitted({ audience: { units: ['hoan-kiem'] } })
    office.served = ['ba-dinh']
    expect(await approve(id, city)).toBe('unit_gone')
  })

  it('pauses, goes on as its hour is, and stops for good with nothing left', async () => {
    const id = await submitted()
    await approve(id)
    await plan(id)
    const pause = () => act((inAct) => pauseAnnouncement(inAct, id, lan))
    const resume = () => act((inAct) => resumeAnnouncement(inAct, id, minh))
    expect([await resume(), await pause(), await pause()]).toEqual(['state', 'ok', 'state'])
    expect(await show(id)).toMatchObject({ state: 'paused', pause: 'asked' })
    office.now = '2026-11-22T15:30:00.000Z'
    expect(await resume()).toBe('ok')
    expect(await stateOf(id)).toBe('waiting')
    expect(await act((inAct) => stopAnnouncement(inAct, id, lan))).toBe('ok')
    expect(await show(id)).toMatchObject({
      state: 'stopped',
      counts: { total: 1, skipped: 1, pending: 0, reasons: { stopped: 1 } },
    })
    expect([await resume(), await pause(), await approve(id)]).toEqual(['state', 'state', 'state'])
    await plan(id)
    expect((await show(id)).counts.total).toBe(1)
  })

  it('says of a stop what may have arrived already, and stops what is held', async () => {
    const id = await submitted()
    await approve(id)
    await plan(id)
    const held = await rows.chat('web')
    const unknown = await rows.chat('web')
    await rows.recipient(id, held, { status: 'held' })
    await rows.recipient(id, unknown, { unknownOutcomes: 1, wave: 2 })
    expect((await show(id)).counts).toMatchObject({ total: 3, pending: 3, held: 1, unknown: 1 })
    await act((inAct) => stopAnnouncement(inAct, id, lan))
    expect((await show(id)).counts).toMatchObject({
      ...{ total: 3, skipped: 2, failed: 1, pending: 0, held: 0 },
      reasons: { stopped: 2, unknown_outcome: 1 },
    })
  })

  it('that its canary halted can be kept from recovering by itself, and goes on once somebody resumes it', async () => {
    const id = await submitted()
    await approve(id)
    const halted = `update announcement set state = 'paused', pause = 'canary', look_again_at = $2 where id = $1`
    await database.pool.query(halted, [id, start])
    expect(await act((inAct) => pauseAnnouncement(inAct, id, lan))).toBe('ok')
    expect(await show(id)).toMatchObject({ state: 'paused', pause: 'asked' })
    expect(await act((inAct) => resumeAnnouncement(inAct, id, lan))).toBe('ok')
    expect(await stateOf(id)).toBe('sending')
  })

  it('that was paused for a unit that is gone goes on only when it is back', async () => {
    const id = await submitted()
    await approve(id)
    await database.pool.query(`update announcement set state = 'paused', pause = 'unit_gone' where id = $1`, [
      id,
    ])
    const resume = () => act((inAct) => resumeAnnouncement(inAct, id, lan))
    office.served = ['ba-dinh']
    expect(await resume()).toBe('unit_gone')
    office.served = ['hoan-kiem', 'ba-dinh']
    expect(await resume()).toBe('ok')
  })
})

describe('a correction', () => {
  it('stops the wrong one, and is for exactly those who got it or may have', async () => {
    const wrong = await submitted()
    await approve(wrong)
    await plan(wrong)
    expect(await act((inAct) => correctAnnouncement(inAct, wrong, { text: 'x' }, lan))).toBe('state')
    await settle(wrong, 'sent')
    const unsent = await rows.chat('telegram', { units: ['hoan-kiem'] })
    await rows.recipient(wrong, unsent)
    const done = await inTransaction(database.pool, (sql) =>
      correctAnnouncement({ ...office, sql }, wrong, { text: 'Mai không cắt nước.' }, lan),
    )
    const id = done.ok ? done.id : ''
    expect(await show(wrong)).toMatchObject({ state: 'stopped', counts: { sent: 1, skipped: 1, pending: 0 } })
    expect(await show(id)).toMatchObject({
      recipients: 1,
      content: { corrects: wrong, title: 'Cắt nước', text: 'Mai không cắt nước.' },
    })
    // Whom it is for is not to be chosen.
    await act((inAct) => editAnnouncement(inAct, id, { audience: { all: true }, title: 'Đính chính' }, lan))
    await act((inAct) => submitAnnouncement(inAct, id, lan))
    expect(await approve(id)).toBe('ok')
    await plan(id)
    expect(await show(id)).toMatchObject({ audience: { units: ['hoan-kiem'] }, counts: { total: 1 } })
  })

  it('of one that has not begun, or a recall of it, there is not', async () => {
    const id = await submitted()
    await approve(id)
    await plan(id)
    expect(await act((inAct) => recallAnnouncement(inAct, id, lan))).toBe('state')
  })

  it('a recall takes it off the board, and says where messages stay', async () => {
    await database.pool.query('truncate conversation cascade')
    const recalled = async (status: 'sent' | 'failed', ...channels: ChannelName[]) => {
      for (const channel of channels) await rows.chat(channel, { units: ['hoan-kiem'] })
      const id = await submitted()
      await approve(id)
      await plan(id)
      await settle(id, status)
      await database.pool.query(`update announcement set state = 'sent', began_at = $2 where id = $1`, [
        id,
        start,
      ])
      const onBoard = () =>
        readBoardItem(database.pool, { unit: 'hoan-kiem', id, now: start, whoever: false })
      expect(await onBoard()).toMatchObject({ kind: 'here' })
      const done = await inTransaction(database.pool, (sql) =>
        recallAnnouncement({ ...office, sql }, id, lan),
      )
      expect(await onBoard()).toEqual({ kind: 'gone' })
      return done.ok ? done.reach : done.refusal
    }
    expect(await recalled('sent', 'zalo_oa')).toEqual({ deletes: false, stays: ['zalo_oa'] })
    expect(await recalled('sent', 'telegram')).toEqual({ deletes: true, stays: ['zalo_oa'] })
    expect(await recalled('failed')).toEqual({ deletes: false, stays: [] })
  })

  it('a recall is asked for once, and stops what is under way', async () => {
    const id = await submitted()
    await approve(id)
    await plan(id)
    await settle(id, 'sent')
    expect(await act((inAct) => recallAnnouncement(inAct, id, minh))).toBe('ok')
    expect(await stateOf(id)).toBe('stopped')
    expect(await act((inAct) => recallAnnouncement(inAct, id, minh))).toBe('state')
    expect((await show(id)).history.map((entry) => entry.act).slice(-2)).toEqual(['stopped', 'recalled'])
  })
})

describe('the figures', () => {
  it('add up, whatever became of each', async () => {
    const id = await submitted({ poll: { question: 'Họp tối nào?', options: ['Thứ Bảy', 'Chủ nhật'] } })
    await approve(id)
    await plan(id)
    await settle(id, 'sent')
    const settledAt = office.now
    const chats = await Promise.all(
      Array.from({ length: 6 }, () => rows.chat('telegram', { units: ['hoan-kiem'] })),
    )
    const [left = '', blocked = '', seen = '', gone = '', sending = '', planned = ''] = chats
    await rows.recipient(id, left, { status: 'skipped', reason: 'left', settledAt })
    await rows.recipient(id, blocked, { status: 'failed', reason: 'recipient_blocked', settledAt })
    await rows.recipient(id, seen, { status: 'sent', settledAt })
    await rows.recipient(id, gone, { status: 'sent', settledAt })
    await rows.recipient(id, sending, { status: 'sending' })
    await rows.recipient(id, planned, { unknownOutcomes: 1 })
    await database.pool.query('update announcement_recipient set seen_at = $2 where conversation_id = $1', [
      seen,
      settledAt,
    ])
    await database.pool.query('update follower set stopped_at = $2 where conversation_id = any($1)', [
      [gone, left],
      settledAt,
    ])
    for (const [chat, choice] of [
      [seen, 1],
      [gone, 1],
    ])
      await database.pool.query('insert into poll_answer values ($1, $2, $3, now())', [id, chat, choice])
    expect(await countAnnouncement(database.pool, id)).toEqual({
      total: 7,
      sent: 3,
      delivered: 1,
      seen: 1,
      failed: 1,
      skipped: 1,
      pending: 2,
      held: 0,
      unknown: 1,
      unsubscribed: 1,
      reasons: { left: 1, recipient_blocked: 1 },
      poll: [0, 2],
    })
  })

  it('stay when the rows of recipients are gone', async () => {
    const id = await create()
    const counts = { ...(await countAnnouncement(database.pool, id)), total: 9, sent: 9 }
    await database.pool.query('update announcement set counts = $2 where id = $1', [
      id,
      JSON.stringify(counts),
    ])
    expect(await countAnnouncement(database.pool, id)).toEqual(counts)
  })
})
