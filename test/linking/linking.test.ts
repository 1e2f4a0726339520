import { Temporal } from 'temporal-polyfill'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { erasePerson } from '../../bots/inbox/erase-person.ts'
import { exportPerson } from '../../bots/inbox/export-person.ts'
import { forgetOld } from '../../bots/inbox/forget-old.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { link, startLinked, takeCode } from './support/start-linked.ts'

const offered = 'Mã của anh/chị vừa được dùng'
const confirm = 'muốn nối với nơi này'
const over = 'không còn trả lời được'
const nothing = 'Không có việc nào đang làm dở.'

describe('one person on several channels', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await createTestDatabase()
  })
  afterAll(() => database.drop())

  /** Which of these chats are one person's: their person's number, or null. */
  async function peopleOf(...chats: string[]): Promise<(string | null)[]> {
    const { rows } = await database.pool.query<{ chat: string; person: string | null }>(
      `select chat, person from conversation c left join person_member m on m.conversation_id = c.id
       where chat = any($1)`,
      [chats],
    )
    return chats.map((chat) => rows.find((row) => row.chat === chat)?.person ?? null)
  }
  async function areOne(...chats: string[]): Promise<boolean> {
    const people = await peopleOf(...chats)
    return people[0] !== null && new Set(people).size === 1
  }
  const offers = async () => (await database.pool.query('select from join_offer')).rowCount

  it('are joined once both sides have said yes, and go on with what is under way on either', async () => {
    const site = await startLinked(database)
    const phone = site.onTelegram('phone')
    const page = site.onWeb('page')
    const code = await takeCode(phone)
    expect(await page.say(code.toLowerCase())).toMatch(/Đã nhận mã, ta làm tiếp[\s\S]*Bước 1\/4/)

    expect(await phone.hears(offered)).toMatch(
      /ở trang web lúc \d+ giờ[\s\S]*bên đó xem và làm tiếp được[\s\S]*– Nối hai nơi\n {2}– Không nối\n {2}– Không phải tôi nhập mã/,
    )
    expect(await phone.press('Nối hai nơi')).toMatch('đã hỏi lại ở trang web')
    expect(await page.hears(confirm)).toMatch(/\(Telegram\)[\s\S]*bên đó xem và làm tiếp được/)
    expect(await areOne('phone', 'page')).toBe(false)
    expect(await page.press('Nối hai nơi')).toMatch('Đã nối với Telegram')
    await phone.hears('Nơi này đã nối với trang web')
    expect(await areOne('phone', 'page')).toBe(true)

    await page.say('giấy có dấu đỏ')
    for (const answer of ['giấy có dấu đỏ', 'nguyên vẹn', 'việt nam cấp', 'có trên vneid'])
      await phone.say(answer)
    const resumed = await phone.say('tiếp tục')
    expect(resumed).toMatch(/việc đang dở ở trang web[\s\S]*Bước 2\/4/)
    expect(await page.say('dữ liệu của tôi')).toMatch(/đang nối với Telegram[\s\S]*Bỏ nối Telegram/)
  })

  it('can be joined with nothing under way, and says so of a code typed where it was made', async () => {
    const site = await startLinked(database)
    const [phone, page] = [site.onTelegram('bare-phone'), site.onWeb('bare-page')]
    const take = async () => (await phone.say('mã')).split('code ').at(-1)?.trim() ?? ''
    expect(await phone.say(await take())).toMatch('Mã này lấy ở chính đây')
    expect(await page.say(await take())).toMatch('Trợ lý đã hỏi lại ở nơi cho mã')
    expect(await phone.hears(offered)).not.toMatch('đã thấy việc đang làm dở')
    await phone.press('Nối hai nơi')
    await page.hears(confirm)
    await page.press('Nối hai nơi')
    await phone.hears('Nơi này đã nối với trang web')
    expect(await areOne('bare-phone', 'bare-page')).toBe(true)
  })

  it('takes along what was left, where nothing is under way', async () => {
    const site = await startLinked(database)
    const [phone, page] = [site.onTelegram('left-phone'), site.onWeb('left-page')]
    await takeCode(phone)
    await phone.say('dừng')
    const code = (await phone.say('mã')).replace('code ', '').trim()
    expect(await page.say(code)).toMatch(/Đã nhận mã, ta làm tiếp[\s\S]*Bước 1\/4/)
    await phone.hears(offered)
    await phone.press('Không nối')
  })

  it('asks nothing more of those who are joined already, nor about a code typed where it was made', async () => {
    const site = await startLinked(database)
    const [phone, page] = [site.onTelegram('again-phone'), site.onWeb('again-page')]
    await link(phone, page)
    await page.say('mã')
    const code = (await page.heard()).at(-1)?.replace('code ', '') ?? ''
    await phone.say(code)
    expect(await phone.say((await phone.say('mã')).replace('code ', ''))).toMatch('Đã nhận mã, ta làm tiếp')
    expect(await offers()).toBe(0)
    expect((await page.heard()).filter((one) => one.includes(offered))).toEqual([])
  })

  it('gives whoever made the code nothing of whoever was talked into typing it', async () => {
    const site = await startLinked(database)
    const [thief, victim] = [site.onTelegram('thief'), site.onWeb('victim')]
    await victim.say({ kind: 'start', payload: '1.000894' })
    await victim.say(await takeCode(thief))
    await thief.hears(offered)
    await thief.press('Nối hai nơi')
    await victim.hears(confirm)
    await thief.say('dừng')
    await thief.say('xóa dữ liệu của tôi')
    await thief.press('Xóa hết')
    expect(await thief.say('tiếp tục')).toMatch(nothing)
    expect(await thief.say('nối hai nơi')).toMatch(over)
    expect(await victim.press('Nối hai nơi')).toMatch(over)
    expect(await peopleOf('victim')).toEqual([null])
  })

  it('joins nobody by a no, or when it was not they', async () => {
    const site = await startLinked(database)
    const [phone, page] = [site.onTelegram('no-phone'), site.onWeb('no-page')]
    await page.say(await takeCode(phone))
    await phone.hears(offered)
    expect(await phone.press('Không phải tôi nhập mã')).toMatch(/chỉ thấy việc đang làm dở[\s\S]*1900 1009/)
    expect(await phone.press('Nối hai nơi')).toMatch(over)

    await page.say((await phone.say('mã')).replace('code ', ''))
    await phone.hears(offered)
    await phone.say('Nối hai nơi')
    await page.hears(confirm)
    expect(await page.press('Không nối')).toMatch('Không nối. Hai nơi vẫn riêng')
    expect(await phone.say('nối hai nơi')).toMatch(over)
    expect(await peopleOf('no-phone', 'no-page')).toEqual([null, null])
  })

  it('takes an answer once, and only within a day', async () => {
    const site = await startLinked(database)
    const [phone, page] = [site.onTelegram('late-phone'), site.onWeb('late-page')]
    await page.say(await takeCode(phone))
    await phone.hears(offered)
    await database.pool.query(`update join_offer set asked_at = asked_at - interval '24 hours 1 second'`)
    expect(await phone.press('Nối hai nơi')).toMatch(over)

    await page.say((await phone.say('mã')).replace('code ', ''))
    await phone.hears(offered)
    const data = await phone.buttonOf('Nối hai nơi')
    await site.store([phone.does({ kind: 'tap', data }), phone.does({ kind: 'tap', data })])
    await page.hears(confirm)
    await phone.hears(over)
    await page.press('Nối hai nơi')
    expect(await page.press('Nối hai nơi')).toMatch(over)
    expect(await areOne('late-phone', 'late-page')).toBe(true)
  })

  it('hears no forged answer, nor another conversation’s', async () => {
    const site = await startLinked(database)
    const [phone, page, stranger] = [
      site.onTelegram('f-phone'),
      site.onWeb('f-page'),
      site.onTelegram('f-stranger'),
    ]
    await page.say(await takeCode(phone))
    await phone.hears(offered)
    const data = await phone.buttonOf('Nối hai nơi')
    expect(await stranger.say({ kind: 'tap', data })).toMatch('Nút này là của tin nhắn cũ')
    expect(await stranger.say('nối hai nơi')).toMatch(over)
    expect(await page.say({ kind: 'tap', data })).toMatch('Nút này là của tin nhắn cũ')
    expect(await phone.say({ kind: 'tap', data: data.replace(/~.*/, '~AAAAAAAA') })).toMatch('Nút này')
    expect(await phone.press('Nối hai nơi')).toMatch('đã hỏi lại')
  })

  it('brings a guide over from somebody who blocked the assistant, and tells them nothing', async () => {
    const site = await startLinked(database)
    const [phone, page] = [site.onTelegram('b-phone'), site.onWeb('b-page')]
    const code = await takeCode(phone)
    const before = [await phone.heard(), await offers()]
    await phone.act({ kind: 'blocked' })
    expect(await page.say(code)).toMatch('Đã nhận mã, ta làm tiếp')
    expect([await phone.heard(), await offers()]).toEqual(before)
  })

  it('ends a question when the other side blocks or erases itself before it is asked back', async () => {
    const site = await startLinked(database)
    const [phone, other] = [site.onTelegram('gone-phone'), site.onTelegram('gone-other')]
    await other.say(await takeCode(phone))
    await phone.hears(offered)
    await other.act({ kind: 'blocked' })
    expect(await phone.press('Nối hai nơi')).toMatch(over)

    const page = site.onWeb('gone-page')
    await page.say((await phone.say('mã')).replace('code ', ''))
    await phone.hears('ở trang web')
    await page.say('xóa dữ liệu của tôi')
    await page.press('Xóa hết')
    expect(await phone.press('Nối hai nơi')).toMatch(over)
  })

  it('erases one side, which names the others, and leaves those as they are', async () => {
    const site = await startLinked(database)
    const [phone, page] = [site.onTelegram('e-phone'), site.onWeb('e-page')]
    await link(phone, page)
    expect(await page.say('xóa dữ liệu của tôi')).toMatch('Dữ liệu ở Telegram thì còn')
    await page.press('Xóa hết')
    expect(await phone.say('dữ liệu của tôi')).toMatch(/Chứng thực bản sao[\s\S]*không nối với kênh nào khác/)
    expect(await page.say('tiếp tục')).toMatch(nothing)
    const gone = await erasePerson(
      database.pool,
      { channel: 'telegram', chat: 'e-phone' },
      { now: Temporal.Now.instant().toString(), recordErasure: async () => {} },
    )
    expect(gone).toBe(1)
  })

  it('erases two joined sides at once', async () => {
    const site = await startLinked(database)
    const second = await startLinked(database, site.channel)
    const pairs = Array.from(
      { length: 5 },
      (_, n) => [site.onTelegram(`both-${n}`), site.onWeb(`both-${n}`)] as const,
    )
    for (const [phone, page] of pairs) {
      await link(phone, page)
      await Promise.all([phone.say('xóa dữ liệu của tôi'), page.say('xóa dữ liệu của tôi')])
    }
    const taps = await Promise.all(
      pairs.flat().map(async (one) => one.does({ kind: 'tap', data: await one.buttonOf('Xóa hết') })),
    )
    const onPhones = taps.filter(({ channel }) => channel === 'telegram')
    const onPages = taps.filter(({ channel }) => channel === 'web')
    await Promise.all([site.store(onPhones), second.store(onPages)])
    for (const [phone, page] of pairs) {
      await phone.hears('Đã xóa mọi dữ liệu')
      await page.hears('Đã xóa mọi dữ liệu')
    }
    const { rows } = await database.pool.query(
      `select from conversation c join person_member m on m.conversation_id = c.id where chat like 'both-%'`,
    )
    expect(rows).toEqual([])
  })

  it('unlinks at once, tells both, and neither sees the other’s any more', async () => {
    const site = await startLinked(database)
    const [phone, page] = [site.onTelegram('u-phone'), site.onWeb('u-page')]
    await link(phone, page)
    await phone.say('dữ liệu của tôi')
    const data = await phone.buttonOf('Bỏ nối trang web')
    expect(await phone.press('Bỏ nối trang web')).toMatch('Đã bỏ nối trang web')
    await page.hears('không còn nối với Telegram')
    expect(await peopleOf('u-phone', 'u-page')).toEqual([null, null])
    expect(await phone.say({ kind: 'tap', data })).toMatch('không còn nối với đây nữa')
  })

  it('joins a third to both, and takes out the one that is unlinked', async () => {
    const site = await startLinked(database)
    const [phone, page, tablet] = [site.onTelegram('t-phone'), site.onWeb('t-page'), site.onWeb('t-tablet')]
    await link(phone, page)
    await page.say('dừng')
    const told = (await phone.heard()).length
    await link(page, tablet)
    expect(await areOne('t-phone', 't-page', 't-tablet')).toBe(true)
    // Nobody is added behind the back of those who are joined already.
    await vi.waitFor(async () =>
      expect((await phone.heard()).slice(told)).toEqual([expect.stringContaining('đã nối với trang web')]),
    )
    const shown = await tablet.say('dữ liệu của tôi')
    expect(shown).toMatch(/Bỏ nối Telegram[\s\S]*Bỏ nối trang web trên máy khác/)
    await tablet.press('Bỏ nối trang web trên máy khác')
    await page.hears('không còn nối với trang web trên máy khác')
    expect(await areOne('t-phone', 't-tablet')).toBe(true)
    expect(await peopleOf('t-page')).toEqual([null])
  })

  it('lets a code be used by one of two who type it at once', async () => {
    const site = await startLinked(database)
    const second = await startLinked(database, site.channel)
    const phone = site.onTelegram('race-phone')
    const rivals = Array.from({ length: 6 }, (_, n) => (n % 2 ? site : second).onWeb(`race-${n}`))
    const code = await takeCode(phone)
    const answers = await Promise.all(rivals.map((rival) => rival.say(code)))
    expect(answers.filter((answer) => answer.includes('Đã nhận mã'))).toHaveLength(1)
    expect(answers.filter((answer) => answer.includes('Mã này không đúng'))).toHaveLength(5)
    await phone.hears(offered)
    expect((await phone.heard()).filter((one) => one.includes(offered))).toHaveLength(1)
  })

  it('asks one question between two who use each other’s codes at once', async () => {
    const site = await startLinked(database)
    const second = await startLinked(database, site.channel)
    const [phone, page] = [site.onTelegram('x-phone'), second.onWeb('x-page')]
    const [one, other] = [await takeCode(phone), await takeCode(page, '1.000894')]
    const before = (await offers()) ?? 0
    await Promise.all([phone.say(other), page.say(one)])
    expect(await offers()).toBe(before + 1)
    await phone.hears(offered)
    await page.hears(offered)
  })

  it('names those who are joined in an export', async () => {
    const site = await startLinked(database)
    const [phone, page] = [site.onTelegram('ex-phone'), site.onWeb('ex-page')]
    await link(phone, page)
    const data = await exportPerson(database.pool, { channel: 'telegram', chat: 'ex-phone' })
    expect(data.conversations[0]?.joined).toMatchObject([
      { channel: 'web', account: 'main', chat: 'ex-page' },
    ])
    expect(data.conversations[0]).toMatchObject({ official: null, bound: null })
  })

  it('forgets questions that nobody can answer any more', async () => {
    const site = await startLinked(database)
    const [phone, page] = [site.onTelegram('old-phone'), site.onWeb('old-page')]
    await page.say(await takeCode(phone))
    await phone.hears(offered)
    await site.stop()
    await database.pool.query(`update join_offer set asked_at = asked_at - interval '25 hours'`)
    await forgetOld(database.pool, { now: () => Temporal.Now.instant() })
    expect(await offers()).toBe(0)
  })
})
