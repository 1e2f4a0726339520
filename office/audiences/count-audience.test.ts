import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { announcementRows } from '../../test/support/announcement-rows.ts'
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts'
import type { Asked } from './asked.ts'
import { countAudience } from './count-audience.ts'

const now = '2026-11-30T03:00:00.000Z'
const before = '2026-11-29T03:00:00.000Z'
const later = '2026-11-30T03:00:01.000Z'

describe('the count of an audience', () => {
  let database: TestDatabase
  let rows: ReturnType<typeof announcementRows>
  beforeAll(async () => {
    database = await createTestDatabase()
    rows = announcementRows(database.pool, now)
  })
  beforeEach(async () => {
    await database.pool.query('delete from conversation')
  })
  afterAll(() => database.drop())

  const count = (audience: Asked['audience'], more: Partial<Asked> = {}) =>
    countAudience(database.pool, { audience, topic: 'chung', ...more }, now)

  it('is nobody where nobody follows, and where it names nothing', async () => {
    const nobody = { total: 0, byChannel: {}, leftOut: {} }
    expect(await count({ all: true })).toEqual(nobody)
    expect(await count({ units: ['hoan-kiem'], chats: ['telegram:x'] })).toEqual(nobody)
    await rows.chat('telegram', { units: ['hoan-kiem'] })
    expect(await count({})).toEqual(nobody)
    expect(await count({ units: [] })).toEqual(nobody)
  })

  it('unites units and groups, and counts each channel', async () => {
    const group = await rows.group('ba-dinh')
    await rows.chat('telegram', { units: ['hoan-kiem', 'cua-nam'] })
    await rows.chat('zalo_oa', { units: ['ba-dinh'], groups: [group] })
    await rows.chat('zalo_oa', { units: ['ba-dinh'] })
    await rows.chat('web', { units: [] })
    expect(await count({ units: ['hoan-kiem'], groups: [group] })).toEqual({
      total: 2,
      byChannel: { telegram: 1, zalo_oa: 1 },
      leftOut: {},
    })
    expect(await count({ all: true })).toMatchObject({ total: 4 })
  })

  it('says why others of the area are left out', async () => {
    const units = ['hoan-kiem']
    const group = await rows.group('hoan-kiem')
    await rows.chat('telegram', { units })
    await rows.chat('telegram', { units, stoppedAt: now })
    await rows.chat('telegram', { units, blockedAt: now })
    await rows.chat('telegram', { units, topics: ['y-te'] })
    await rows.chat('telegram', { units, lang: 'en' })
    await rows.chat('zalo_oa', { units })
    await rows.chat('telegram', { units, groups: [group] })
    await rows.chat('telegram', { units, person: 'p', activeAt: before })
    await rows.chat('telegram', { units, person: 'p' })
    // Of these nothing is said: they are none of the area.
    await rows.chat('telegram', { units: ['cua-nam'] })
    await rows.chat('telegram', { units, followedAt: later })
    await rows.chat('telegram', { units, isGroup: true })
    await rows.chat('telegram', { units, chat: 'erased:1' })
    const audience = { units, except: { groups: [group] }, langs: ['vi'], channels: ['telegram'] } as const
    expect(await count(audience)).toEqual({
      total: 2,
      byChannel: { telegram: 2 },
      leftOut: {
        stopped: 1,
        blocked: 1,
        topic: 1,
        language: 1,
        channel: 1,
        excepted: 1,
        other_place: 1,
      },
    })
  })

  it('counts every topic when it is urgent', async () => {
    await rows.chat('telegram', { units: ['hoan-kiem'], topics: ['y-te'] })
    await rows.chat('telegram', { units: ['hoan-kiem'], topics: [] })
    expect(await count({ all: true })).toEqual({ total: 0, byChannel: {}, leftOut: { topic: 2 } })
    expect(await count({ all: true }, { urgent: 'disaster' })).toMatchObject({ total: 2, leftOut: {} })
  })

  it('counts a person once, by the channel that rings and was used last', async () => {
    const units = ['hoan-kiem']
    await rows.chat('web', { units, person: 'p' })
    await rows.chat('telegram', { units, person: 'p', activeAt: before })
    await rows.chat('zalo_oa', { units, person: 'p', activeAt: '2026-11-29T04:00:00.000Z' })
    await rows.chat('zalo_personal', { units, person: 'p', stoppedAt: now })
    expect(await count({ units })).toEqual({
      total: 1,
      byChannel: { zalo_oa: 1 },
      leftOut: { other_place: 2, stopped: 1 },
    })
  })

  it('leaves out whoever is excepted in another of their places', async () => {
    const group = await rows.group('hoan-kiem')
    await rows.chat('web', { units: ['hoan-kiem'], person: 'p' })
    await rows.chat('telegram', { units: ['hoan-kiem'], person: 'p', groups: [group] })
    expect(await count({ all: true, except: { groups: [group] } })).toMatchObject({
      total: 0,
      leftOut: { excepted: 2 },
    })
  })

  it('counts the group chats that it names and that are bound, whatever they follow', async () => {
    await rows.chat('telegram', { chat: '-1', isGroup: true, boundTo: 'hoan-kiem' })
    await rows.chat('telegram', { chat: '-2', isGroup: true, boundTo: 'hoan-kiem', blockedAt: now })
    await rows.chat('telegram', { chat: '-3', isGroup: true })
    await rows.chat('telegram', { chat: '-4', isGroup: true, boundTo: 'hoan-kiem' })
    expect(await count({ chats: ['telegram:-1', 'telegram:-2', 'telegram:-3'] })).toEqual({
      total: 1,
      byChannel: { telegram: 1 },
      leftOut: { blocked: 1 },
    })
  })

  it('of a correction is those who got the wrong one, or may have', async () => {
    const wrong = await rows.announcement(await rows.official())
    const units = ['hoan-kiem']
    const got = async (more: Parameters<typeof rows.recipient>[2], topics = ['chung']) => {
      const chat = await rows.chat('zalo_oa', { units, topics })
      await rows.recipient(wrong, chat, more)
      return chat
    }
    await got({ status: 'sent' }, ['y-te'])
    await got({ status: 'failed', reason: 'unknown_outcome', unknownOutcomes: 2 })
    await got({ status: 'failed', reason: 'quota' })
    await got({ status: 'skipped', reason: 'stopped' })
    const left = await got({ status: 'sent' })
    await database.pool.query('update follower set stopped_at = $2 where conversation_id = $1', [left, now])
    await rows.chat('zalo_oa', { units })
    expect(await count({ units }, { corrects: wrong })).toEqual({
      total: 2,
      byChannel: { zalo_oa: 2 },
      leftOut: { stopped: 1 },
    })
  })
})
