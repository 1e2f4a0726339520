import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { link, startLinked } from '../linking/support/start-linked.ts'
import { announcementRows } from '../support/announcement-rows.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { openFollowing } from './support/open-following.ts'

const begun = 'Từ giờ anh/chị nhận tin của phường Hoàn Kiếm'
const stopped = 'Đã dừng: trợ lý không gửi tin'

describe('following, in whole conversations', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await createTestDatabase()
  })
  afterAll(() => database.drop())

  const followers = async (chat: string) =>
    (
      await database.pool.query<{ stopped: boolean; topics: string[] }>(
        `select stopped_at is not null as stopped, topics
         from follower f join conversation c on c.id = f.conversation_id where chat = $1`,
        [chat],
      )
    ).rows

  /** Somebody got an announcement just now; the sender is not there to say so. */
  async function announce(chat: string, poll?: { question: string; options: string[] }): Promise<string> {
    const rows = announcementRows(database.pool, new Date().toISOString())
    const { rows: found } = await database.pool.query<{ id: string }>(
      'select id::text from conversation where chat = $1',
      [chat],
    )
    const id = await rows.announcement(await rows.official(), { ...(poll ? { poll } : {}), topic: 'y-te' })
    const settledAt = new Date(Date.now() + 60_000).toISOString()
    await rows.recipient(id, found[0]?.id ?? '', { status: 'sent', settledAt })
    return id
  }

  it('begins by the button of the welcome, goes on in topics, and ends by the word that every announcement names', async () => {
    const site = await startLinked(database)
    const chat = site.onTelegram('first')
    await chat.say('Xin chào')
    expect(await chat.press('Nhận tin của phường, xã')).toMatch(begun)
    expect(await chat.press('☐ Y tế')).toMatch('☑ Y tế')
    expect(await followers('first')).toEqual([{ stopped: false, topics: ['chung', 'y-te'] }])
    await announce('first')
    expect(await chat.say('dung')).toMatch(stopped)
    expect(await followers('first')).toMatchObject([{ stopped: true }])
    expect(await chat.press('Chỉ dừng tin về y tế, nhận các tin khác')).toMatch('Anh/chị vẫn nhận: tin chung')
    expect(await followers('first')).toEqual([{ stopped: false, topics: ['chung'] }])
  })

  it('answers a poll by word or number, which never reaches what was offered before it', async () => {
    const site = await startLinked(database)
    const chat = site.onTelegram('asked')
    await chat.say('đăng ký nhận tin')
    await announce('asked', { question: 'Ông bà có đến họp không?', options: ['Có', 'Không', 'Chưa biết'] })
    expect(await chat.say('1')).toMatch('Đã ghi ý kiến của anh/chị: Có.')
    expect(await chat.say('chua biet')).toMatch('Đã đổi ý kiến của anh/chị thành: Chưa biết.')
    expect(await chat.say('dạ có ạ')).toMatch('Đã đổi ý kiến của anh/chị thành: Có.')
    expect(await followers('asked')).toEqual([{ stopped: false, topics: ['chung'] }])
  })

  it('is not ended by a “dừng” that is meant for a guide', async () => {
    const site = await startLinked(database)
    const chat = site.onTelegram('guided')
    expect(await chat.say({ kind: 'start', payload: 'theodoi-hoan-kiem' })).toMatch(begun)
    await announce('guided')
    await database.pool.query(
      `update announcement_recipient r set settled_at = now() - interval '1 hour'
       from conversation c where c.id = r.conversation_id and c.chat = 'guided'`,
    )
    await chat.say({ kind: 'start', payload: '2.000815' })
    expect(await chat.say('dừng')).toMatch('Đã dừng việc')
    expect(await followers('guided')).toMatchObject([{ stopped: false }])
    await chat.say('tiếp tục')
    await announce('guided')
    expect(await chat.say('dừng')).toMatch(stopped)
    expect(await chat.say('dừng')).toMatch('Đã dừng việc')
  })

  it('is joined by a group’s code in private, and told where it belongs in a group chat', async () => {
    const site = await startLinked(database)
    await openFollowing(database).group('hoan-kiem', 'Tổ dân phố số 5', 'NH-7KQM-A2XW-NP4T')
    const group = site.onTelegram('everybody', { group: true })
    expect(await group.say('NH-7KQM-A2XW-NP4T')).toMatch('nhắn riêng mã này')
    const chat = site.onTelegram('neighbour')
    expect(await chat.say({ kind: 'start', payload: 'NH-7KQM-A2XW-NP4T' })).toMatch(
      'nhận tin của Tổ dân phố số 5 và của phường Hoàn Kiếm',
    )
    expect(await followers('everybody')).toEqual([])
  })

  it('ends on all channels of a person at once, and on none of anybody else’s', async () => {
    const site = await startLinked(database)
    const [phone, page] = [site.onTelegram('both-phone'), site.onWeb('both-page')]
    const other = site.onTelegram('somebody')
    for (const chat of [phone, page, other]) await chat.say('đăng ký nhận tin')
    await link(phone, page)
    expect(await page.say('dừng nhận tin')).toMatch(stopped)
    expect(await followers('both-phone')).toMatchObject([{ stopped: true }])
    expect(await followers('somebody')).toMatchObject([{ stopped: false }])
    expect(await phone.say('dữ liệu của tôi')).not.toMatch('Tin đang nhận')
    expect(await other.say('dữ liệu của tôi')).toMatch('Tin đang nhận: phường Hoàn Kiếm, chủ đề tin chung')
  })

  it('does not begin again by itself, for who comes back after blocking', async () => {
    const site = await startLinked(database)
    const chat = site.onTelegram('back')
    await chat.say('đăng ký nhận tin')
    await chat.say('dừng nhận tin')
    await chat.act({ kind: 'blocked' })
    await chat.act({ kind: 'unblocked' })
    await chat.say({ kind: 'start' })
    expect(await followers('back')).toMatchObject([{ stopped: true }])
  })

  it('goes with the person who has their data erased', async () => {
    const site = await startLinked(database)
    const chat = site.onTelegram('erased')
    await chat.say('đăng ký nhận tin')
    await chat.say('xóa dữ liệu của tôi')
    await chat.press('Xóa hết')
    expect(await followers('erased')).toEqual([])
    expect(await chat.say('dừng nhận tin')).toMatch('không nhận tin nào')
  })
})
