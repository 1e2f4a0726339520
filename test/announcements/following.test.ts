import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { StopFollowing } from '../../bots/dialogue/event.ts'
import { announcementRows } from '../support/announcement-rows.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { noon, openFollowing } from './support/open-following.ts'

const later = '2026-11-25T06:00:00Z'
const units = ['hoan-kiem']
const all = { kind: 'stop_following' as const, what: 'all' as StopFollowing }

describe('who follows what', () => {
  let database: TestDatabase
  let rows: ReturnType<typeof announcementRows>
  let desk: ReturnType<typeof openFollowing>
  beforeAll(async () => {
    database = await createTestDatabase()
    rows = announcementRows(database.pool, noon)
    desk = openFollowing(database)
  })
  afterAll(() => database.drop())

  const follow = { kind: 'follow' as const, unit: 'hoan-kiem' }

  it('begins at once, with the first topic, whether the ward is known or not, and never twice', async () => {
    const chat = await rows.chat('telegram')
    expect(await desk.ask(chat, { kind: 'follow' })).toEqual({
      kind: 'following',
      fresh: true,
      added: true,
      units: [],
      groups: [],
      topics: ['chung'],
    })
    expect(await desk.ask(chat, follow)).toMatchObject({ added: true, units })
    const again = await desk.ask(chat, follow, { now: later })
    expect(again).toEqual({ kind: 'following', units, groups: [], topics: ['chung'] })
    expect(await desk.stored(chat)).toMatchObject({
      units,
      stopped: false,
      followed_at: '2026-11-25T05:00:00.000Z',
    })
  })

  it('goes on, after an end, with what was followed before; what was approved in between is not for them', async () => {
    const chat = await rows.chat('telegram')
    await desk.ask(chat, { ...follow, topics: ['y-te'] })
    expect(await desk.ask(chat, all)).toEqual({ kind: 'stopped_following', was: 'all' })
    expect(await desk.ask(chat, all)).toEqual({ kind: 'follows_nothing' })
    expect(await desk.ask(chat, { kind: 'follows' })).toEqual({ kind: 'follows_nothing' })
    const again = await desk.ask(chat, { kind: 'follow' }, { now: later })
    expect(again).toMatchObject({ fresh: true, units, topics: ['chung', 'y-te'] })
    expect(await desk.stored(chat)).toMatchObject({ stopped: false, followed_at: '2026-11-25T06:00:00.000Z' })
  })

  it('takes no topic that there is not', async () => {
    const chat = await rows.chat('telegram')
    expect(await desk.ask(chat, { ...follow, topics: ['bong-da', 'dien-nuoc'] })).toMatchObject({
      topics: ['chung', 'dien-nuoc'],
    })
  })

  it('ends a topic, and with the last one everything, from which another topic begins alone', async () => {
    const chat = await rows.chat('telegram')
    await desk.ask(chat, { ...follow, topics: ['y-te'] })
    const without = (topic: string) => desk.ask(chat, { kind: 'stop_following', what: { topic } })
    expect(await without('chung')).toMatchObject({ was: { topic: 'chung' }, left: { topics: ['y-te'] } })
    expect(await without('thien-tai')).toMatchObject({ notFollowed: true, left: { topics: ['y-te'] } })
    expect(await without('y-te')).toEqual({ kind: 'stopped_following', was: { topic: 'y-te' } })
    expect(await desk.stored(chat)).toMatchObject({ stopped: true })
    const ticked = await desk.ask(chat, { kind: 'follow', topics: ['dien-nuoc'] })
    expect(ticked).toMatchObject({ fresh: true, units, topics: ['dien-nuoc'] })
  })

  it('ends a unit with its groups, and with the last unit everything', async () => {
    const chat = await rows.chat('telegram')
    const group = await desk.group('lang', 'Tổ 1', 'NH-UNIT-UNIT-UNIT')
    await desk.ask(chat, follow)
    await desk.ask(chat, { kind: 'follow', groups: [group] })
    expect(await desk.stored(chat)).toMatchObject({ units: ['hoan-kiem', 'lang'], groups: [group] })
    const left = await desk.ask(chat, { kind: 'stop_following', what: { unit: 'lang' } })
    expect(left).toMatchObject({ left: { units, groups: [] } })
    const none = await desk.ask(chat, { kind: 'stop_following', what: { unit: 'hoan-kiem' } })
    expect(none).toEqual({ kind: 'stopped_following', was: { unit: 'hoan-kiem' } })
  })

  describe('on several channels of one person', () => {
    it('is one thing: shown, changed and ended in all of them', async () => {
      const phone = await rows.chat('telegram', { person: 'one' })
      const page = await rows.chat('web', { person: 'one' })
      await desk.ask(phone, follow)
      expect(await desk.ask(page, { kind: 'follows' })).toMatchObject({ kind: 'following', units })
      // Here too from now on, but it is nothing new.
      const here = await desk.ask(page, follow)
      expect(here).not.toHaveProperty('fresh')
      await desk.ask(page, { kind: 'follow', topics: ['y-te'] })
      expect(await desk.stored(phone)).toMatchObject({ topics: ['chung', 'y-te'], stopped: false })
      await desk.ask(page, all)
      expect(await desk.stored(phone)).toMatchObject({ stopped: true })
      expect(await desk.stored(page)).toMatchObject({ stopped: true })
    })

    it('begins nothing where they stopped, or never followed', async () => {
      const phone = await rows.chat('telegram', { person: 'two', units, stoppedAt: noon })
      const page = await rows.chat('web', { person: 'two' })
      const account = await rows.chat('zalo_oa', { person: 'two' })
      await desk.ask(page, follow)
      await desk.ask(account, { kind: 'stop_following', what: { topic: 'y-te' } })
      expect(await desk.stored(phone)).toMatchObject({ stopped: true })
      expect(await desk.stored(account)).toBeUndefined()
    })

    it('takes back in all of them what was ended by a word too many', async () => {
      const phone = await rows.chat('telegram', { person: 'three', units, topics: ['chung', 'y-te'] })
      const page = await rows.chat('web', { person: 'three', units, topics: ['chung', 'y-te'] })
      await desk.ask(phone, all, { now: later })
      const only = { kind: 'stop_following' as const, what: { topic: 'y-te' }, only: true as const }
      expect(await desk.ask(phone, only)).toMatchObject({ left: { topics: ['chung'] } })
      for (const chat of [phone, page])
        expect(await desk.stored(chat)).toMatchObject({ stopped: false, topics: ['chung'] })
    })

    it('loses nothing when both change something at once', async () => {
      const phone = await rows.chat('telegram', { person: 'four', units })
      const page = await rows.chat('web', { person: 'four', units })
      await Promise.all([
        desk.ask(phone, { kind: 'follow', topics: ['y-te'] }),
        desk.ask(page, { kind: 'follow', topics: ['dien-nuoc'], unit: 'lang' }),
      ])
      for (const chat of [phone, page]) {
        const { topics = [], units: followed } = (await desk.stored(chat)) ?? {}
        expect(topics.toSorted()).toEqual(['chung', 'dien-nuoc', 'y-te'])
        expect(followed).toEqual(['hoan-kiem', 'lang'])
      }
    })
  })

  describe('a bare “dừng”', () => {
    const bare = { ...all, guide: true as const }

    it('is about a guide, unless an announcement is the last that came', async () => {
      const chat = await rows.chat('telegram', { units, topics: ['chung', 'dien-nuoc'] })
      const announced = await rows.announcement(await rows.official(), { topic: 'dien-nuoc' })
      await rows.recipient(announced, chat, { status: 'sent', settledAt: noon })
      const say = (at: string) =>
        database.pool.query(
          `insert into outbox (conversation_id, status, created_at) values ($1, 'sent', $2)`,
          [chat, at],
        )
      await say(later)
      expect(await desk.ask(chat, bare)).toEqual({ kind: 'meant_guide', follows: true })
      expect(await desk.stored(chat)).toMatchObject({ stopped: false })
      const newer = await rows.announcement(await rows.official(), { topic: 'dien-nuoc' })
      await rows.recipient(newer, chat, { status: 'sent', settledAt: '2026-11-25T07:00:00Z' })
      expect(await desk.ask(chat, bare)).toEqual({
        kind: 'stopped_following',
        was: 'all',
        last: 'dien-nuoc',
      })
      expect(await desk.stored(chat)).toMatchObject({ stopped: true })
    })

    it('is about announcements where it quotes one, however long ago that came, and not where it quotes something else', async () => {
      const chat = await rows.chat('telegram', { units, topics: ['chung', 'y-te'] })
      for (const [topic, externalId, settledAt] of [
        ['y-te', '41,42', noon],
        ['chung', '51/7', later],
      ] as const) {
        const announced = await rows.announcement(await rows.official(), { topic })
        const row = await rows.recipient(announced, chat, { status: 'sent', settledAt })
        await database.pool.query('update announcement_recipient set external_id = $2 where id = $1', [
          row,
          externalId,
        ])
      }
      expect(await desk.ask(chat, bare, { quotes: '4' })).toEqual({ kind: 'meant_guide', follows: true })
      await database.pool.query(
        `insert into outbox (conversation_id, status, created_at) values ($1, 'sent', $2)`,
        [chat, '2026-11-25T08:00:00Z'],
      )
      expect(await desk.ask(chat, bare, { quotes: '42' })).toMatchObject({ was: 'all', last: 'y-te' })
      await desk.ask(chat, { kind: 'follow' })
      expect(await desk.ask(chat, bare, { quotes: '51' })).toMatchObject({ was: 'all', last: 'chung' })
    })

    it('is about a guide where one that is only planned, or was skipped, has not come', async () => {
      const chat = await rows.chat('telegram', { units })
      for (const status of ['planned', 'skipped'] as const) {
        const announced = await rows.announcement(await rows.official())
        await rows.recipient(announced, chat, {
          status,
          ...(status === 'skipped' ? { settledAt: later } : {}),
        })
      }
      expect(await desk.ask(chat, bare)).toEqual({ kind: 'meant_guide', follows: true })
    })

    it('is about nothing for whoever follows nothing', async () => {
      const chat = await rows.chat('telegram')
      expect(await desk.ask(chat, bare)).toEqual({ kind: 'meant_guide' })
      expect(await desk.ask(chat, { ...all, bare: true })).toEqual({ kind: 'follows_nothing' })
    })
  })

  describe('neighbourhood groups', () => {
    it('are joined by their code, as often as it is typed, with their unit', async () => {
      const group = await desk.group('hoan-kiem', 'Tổ dân phố số 9', 'NH-AAAA-BBBB-CCCC')
      const chat = await rows.chat('telegram')
      const join = { kind: 'join_group' as const, code: 'NH-AAAA-BBBB-CCCC' }
      const joined = {
        kind: 'group_joined',
        unit: 'hoan-kiem',
        group: { id: group, name: 'Tổ dân phố số 9' },
        following: { units, groups: [{ id: group, name: 'Tổ dân phố số 9' }], topics: ['chung'] },
      }
      expect(await desk.ask(chat, join)).toEqual({ ...joined, fresh: true })
      expect(await desk.ask(chat, join)).toEqual(joined)
      expect(await desk.stored(chat)).toMatchObject({ groups: [group] })
      expect(await desk.ask(await rows.chat('web'), join)).toMatchObject({ fresh: true })
    })

    it('are not to be guessed, in a chat or from an address', async () => {
      const chat = await rows.chat('telegram')
      const guess = (n: number) => ({ kind: 'join_group' as const, code: `NH-AAAA-AAAA-AAA${n}` })
      for (let n = 2; n < 7; n++)
        expect(await desk.ask(chat, guess(n))).toEqual({ kind: 'group_unknown', reason: 'unknown' })
      await desk.group('lang', 'Tổ 8', 'NH-GOOD-GOOD-GOOD')
      const good = { kind: 'join_group' as const, code: 'NH-GOOD-GOOD-GOOD' }
      expect(await desk.ask(chat, good)).toEqual({ kind: 'group_unknown', reason: 'too_many_tries' })
      const limitKey = 'one address'
      for (let n = 0; n < 20; n++) await desk.ask(await rows.chat('web'), guess(7), { limitKey })
      expect(await desk.ask(await rows.chat('web'), good, { limitKey })).toMatchObject({
        reason: 'too_many_tries',
      })
      expect(await desk.ask(await rows.chat('web'), good)).toMatchObject({ kind: 'group_joined' })
    })

    it('are offered by name to who begins, and found by what people call them', async () => {
      const ids = new Map<string, string>()
      for (const name of ['Tổ 10', 'Tổ 2', 'Thôn Đoài'])
        ids.set(name, await desk.group('vinh-tuy', name, `NH-${name}`))
      const chat = await rows.chat('telegram')
      const begun = await desk.ask(chat, { kind: 'follow', unit: 'vinh-tuy' })
      expect(begun).toMatchObject({
        offers: {
          unit: 'vinh-tuy',
          groups: ['Thôn Đoài', 'Tổ 2', 'Tổ 10'].map((name) => ({ id: ids.get(name), name })),
        },
      })
      const find = (named: string) => desk.ask(chat, { kind: 'find_group', unit: 'vinh-tuy', named })
      expect(await find('tổ nào cũng được')).toMatchObject({ kind: 'following' })
      expect(await find('em ở thôn đoài ạ')).toMatchObject({ group: { name: 'Thôn Đoài' } })
      // Whoever has one is not asked again, and leaves it by a word.
      expect(await desk.ask(chat, { kind: 'follow', topics: ['y-te'] })).not.toHaveProperty('offers')
      const left = await desk.ask(chat, { kind: 'leave_group', group: ids.get('Thôn Đoài') ?? '' })
      expect(left).toMatchObject({ kind: 'following', units: ['vinh-tuy'], groups: [] })
    })

    it('that are gone, or are made up, are joined by nobody', async () => {
      const chat = await rows.chat('telegram')
      const made = await desk.ask(chat, { kind: 'follow', groups: ['999999', 'x; drop'] })
      expect(made).toMatchObject({ kind: 'following', fresh: true, units: [], groups: [] })
    })
  })

  describe('polls', () => {
    const poll = { question: 'Họp ngày nào?', options: ['Thứ Bảy', 'Chủ nhật'] }
    const answer = (announcement: string, choice: number) => ({
      kind: 'answer_poll' as const,
      announcement,
      choice,
    })
    const over = { kind: 'poll_over' }

    it('are answered by who got them, who may think again', async () => {
      const chat = await rows.chat('telegram', { units })
      const asked = await rows.announcement(await rows.official(), { poll, state: 'sent' })
      expect(await desk.ask(chat, answer(asked, 0))).toEqual(over)
      await rows.recipient(asked, chat, { status: 'sent', settledAt: noon })
      const noted = { kind: 'poll_answered', question: 'Họp ngày nào?' }
      expect(await desk.ask(chat, answer(asked, 0))).toEqual({ ...noted, option: 'Thứ Bảy' })
      expect(await desk.ask(chat, answer(asked, 1))).toEqual({ ...noted, option: 'Chủ nhật', changed: true })
      expect(await desk.ask(chat, answer(asked, 1))).toEqual({ ...noted, option: 'Chủ nhật' })
      expect(await desk.ask(chat, answer(asked, 2))).toEqual(over)
      const { rows: kept } = await database.pool.query(
        'select choice from poll_answer where announcement_id = $1',
        [asked],
      )
      expect(kept).toEqual([{ choice: 1 }])
    })

    it('may be answered by typing while nothing was said since', async () => {
      const chat = await rows.chat('telegram', { units })
      const hear = () => desk.ask(chat, { kind: 'hear_poll', words: '1' })
      expect(await hear()).toEqual({ kind: 'open_polls', options: [] })
      const asked = await rows.announcement(await rows.official(), { poll, state: 'sent' })
      await rows.recipient(asked, chat, { status: 'sent', settledAt: noon })
      const options = poll.options.map((option, choice) => ({ announcement: asked, choice, option }))
      expect(await hear()).toEqual({ kind: 'open_polls', options })
      await database.pool.query(
        `insert into outbox (conversation_id, status, created_at) values ($1, 'sent', $2)`,
        [chat, later],
      )
      expect(await hear()).toEqual({ kind: 'open_polls', options: [] })
    })

    it('are over once the announcement is stopped, expired, or reduced to counts', async () => {
      const chat = await rows.chat('telegram', { units })
      const official = await rows.official()
      const stopped = await rows.announcement(official, { poll, state: 'stopped' })
      const expired = await rows.announcement(official, { poll, state: 'sent', expiresAt: noon })
      const reduced = await rows.announcement(official, { poll, state: 'sent' })
      await database.pool.query(`update announcement set counts = '{}' where id = $1`, [reduced])
      const none = await rows.announcement(official, { state: 'sent' })
      for (const id of [stopped, expired, reduced, none])
        await rows.recipient(id, chat, { status: 'sent', settledAt: noon })
      for (const id of [stopped, expired, reduced, none, '0', 'x'])
        expect(await desk.ask(chat, answer(id, 0), { now: later }), id).toEqual(over)
    })
  })

  it('is no matter of a group chat', async () => {
    const group = await rows.chat('telegram', { isGroup: true, boundTo: 'hoan-kiem' })
    expect(await desk.ask(group, follow)).toEqual({ kind: 'follows_nothing' })
    expect(await desk.stored(group)).toBeUndefined()
  })
})
