import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { ShownMessage } from '../emulators/telegram/world.ts'
import {
  startTelegramServer,
  type TelegramCitizen,
  type TelegramServer,
  webhookSecret,
} from './support/telegram-server.ts'
import { createWebCitizen } from './support/web-citizen.ts'

const question = 'Cha mẹ cháu đã đăng ký kết hôn chưa?'
const understood = 'có ai là người nước ngoài không?'

describe('what nobody should send', { timeout: 180_000 }, () => {
  let telegram: TelegramServer
  beforeAll(async () => {
    telegram = await startTelegramServer({ webhook: true })
  }, 180_000)
  afterAll(() => telegram.remove())

  async function asked(): Promise<{ citizen: TelegramCitizen; asked: ShownMessage }> {
    const citizen = telegram.citizen()
    return { citizen, asked: await citizen.says('/start 1_001193', question) }
  }

  it.each([
    ['an empty text', '', 'chưa đọc được chữ nào'],
    ['spaces alone', ' \n\t  ', 'chưa đọc được chữ nào'],
    ['100,000 characters', 'việc rất dài '.repeat(7_693).slice(0, 100_000), 'chưa hiểu'],
    ['one word of 100,000 characters', 'ă'.repeat(100_000), 'chưa hiểu'],
    ['100,000 combining marks on a letter', `a${'\u0301'.repeat(99_999)}`, 'chưa hiểu'],
    ['emoji alone', '😀👨‍👩‍👧‍👦🇻🇳', 'chưa'],
    ['combining marks alone', '\u0301\u0302\u0303', 'chưa đọc được chữ nào'],
    ['zero-width and bidi characters alone', '\u200b\u200d\ufeff\u202e\u2066\u2069', 'chưa đọc được chữ nào'],
    ['NUL and half a character', '\u0000\ud83d', 'chưa'],
    ['HTML', '<b>rồi nhé</i> & <script>alert(1)</script>', 'chưa hiểu'],
    ['Markdown', '*x_ [a](http://b.c) `d` ~e~ ||f||', 'chưa hiểu'],
    ['an injection', `'; drop table inbox; --`, 'chưa hiểu'],
    ['a number that is not offered', '10', 'không có số 10'],
  ])('%s: says so, asks again, and keeps the place', async (_what, text, answer) => {
    const { citizen } = await asked()
    citizen.user.sendContent({ text })
    const again = await citizen.hears(question)
    expect(again.text).toContain(answer)
    expect(again.keyboard.flat().map((button) => button.text)).toContain('Đã đăng ký kết hôn')
    await citizen.says('1', understood)
    expect(citizen.heard()).toHaveLength(4)
  })

  it.each([
    ['decomposed', 'Đã đăng ký kết hôn'.normalize('NFD')],
    ['without diacritics, in capitals', 'DA DANG KY KET HON'],
    ['with zero-width characters inside', 'đã\u200b đăng\u200d ký\ufeff kết hôn'],
    ['turned around by bidi characters', '\u202eđã đăng ký kết hôn\u202c'],
    ['with remains of Telex', 'ddax ddawng kys keets hoon'],
    ['with HTML around', '<b>đã đăng ký kết hôn</b>'],
    ['with Markdown around', '**đã đăng ký kết hôn**'],
    ['with emoji behind', 'rồi ạ 😀'],
    ['full-width digit', '１'],
  ])('understands an answer %s', async (_what, text) => {
    const { citizen } = await asked()
    await citizen.says(text, understood)
  })

  it('finds the procedure in what Telex left', async () => {
    const citizen = telegram.citizen()
    await citizen.says('laam giaays khai sinh', question)
  })

  it.each([
    ['a photo', 'sendPhoto', 'không thấy mã hồ sơ trong ảnh'],
    ['a voice message', 'sendVoice', 'chưa nghe được tin nhắn thoại'],
    ['a sticker', 'sendSticker', 'chưa hiểu hình dán'],
    ['a location', 'sendLocation', 'chưa dùng được vị trí'],
    ['a file', 'sendDocument', 'không nhận tệp'],
  ] as const)(
    '%s where an answer is expected: says what to do, and asks again',
    async (_what, send, answer) => {
      const { citizen } = await asked()
      citizen.user[send]()
      const again = await citizen.hears(question)
      expect(again.text).toContain(answer)
      await citizen.says('1', understood)
    },
  )

  it.each([
    ['of somebody else', { user: 4_242_424 }],
    ['of the citizen that was passed on', { forwarded: true }],
  ])('a contact %s: is not taken for their own number, and it asks again', async (_what, card) => {
    const { citizen } = await asked()
    citizen.user.sendContact(card)
    const again = await citizen.hears(question)
    expect(again.text).toContain('không phải số của chính anh/chị')
    await citizen.says('1', understood)
  })

  it('a contact of the citizen themselves: is taken, and it asks again', async () => {
    const { citizen } = await asked()
    citizen.user.sendContact()
    await citizen.hears('Đã nhận số điện thoại')
    await citizen.hears(question)
    await citizen.says('1', understood)
  })

  it.each([{ dice: { emoji: '🎲', value: 3 } }, { poll: { id: '1', question: '?' } }])(
    'any other kind of message, such as %o, is answered as well',
    async (content) => {
      const { citizen } = await asked()
      citizen.user.sendContent(content)
      expect((await citizen.hears(question)).text).toContain('không đọc được nội dung này')
    },
  )

  it('reads what is written under a photo', async () => {
    const { citizen } = await asked()
    citizen.user.sendPhoto('đã đăng ký kết hôn')
    const next = await citizen.hears(understood)
    expect(citizen.heard().join('\n')).toContain('chỉ đọc phần chữ đi kèm')
    expect(next.text).toContain('Bước 2/')
  })

  it('an edited message changes nothing, and the way to change is told', async () => {
    const { citizen } = await asked()
    const id = citizen.user.send('1')
    await citizen.hears(understood)
    citizen.user.edit(id, '2')
    const told = await citizen.hears('không đọc lại tin đã sửa')
    expect(told.text).toContain('quay lại')
    expect(told.text).toContain(understood)
  })

  it('a button of a message that was deleted still answers', async () => {
    const { citizen, asked: message } = await asked()
    const data = message.keyboard[0]?.[0]?.callback_data ?? ''
    citizen.user.chat.messages.delete(message.id)
    citizen.user.tapRaw(message.id, data)
    await citizen.hears(understood)
    await allTapsAnswered()
  })

  it("another conversation's button, a forged and a cut one do nothing, and are told to be of no use", async () => {
    const stranger = (await asked()).asked
    const { citizen, asked: message } = await asked()
    const theirs = stranger.keyboard[0]?.[0]?.callback_data ?? ''
    const own = message.keyboard[0]?.[0]?.callback_data ?? ''
    expect(own.split('~')[0]).toBe(theirs.split('~')[0])
    for (const data of [
      theirs,
      'g1.ket_hon.roi~AAAAAAAA',
      'g1.ket_hon.roi',
      own.slice(0, -1),
      'c.erase',
      'x'.repeat(64),
    ]) {
      citizen.user.tapRaw(message.id, data)
      await citizen.hears('Nút này là của tin nhắn cũ')
    }
    const next = await citizen.taps(message, 'Đã đăng ký kết hôn', understood)
    expect(next.text).toContain('Bước 2/')
    await allTapsAnswered()
  })

  it('updates of an unknown kind and half ones stop nobody', async () => {
    const { emulator } = telegram
    const { citizen } = await asked()
    for (const update of [
      { thing_of_the_future: { id: 1 } },
      { message: null },
      { message: { message_id: 1, date: 0 } },
      { message: { message_id: 1, date: 0, chat: { id: 'x', type: 'private' }, from: {}, text: 5 } },
      { callback_query: { id: '7', from: { id: citizen.user.id } } },
      { my_chat_member: {} },
    ])
      await post({ update_id: emulator.world.newId() + 5_000_000, ...update })
    await citizen.says('1', understood)
    await vi.waitFor(async () => expect((await telegram.server.health()).status).toBe('ok'))
  })

  it('answers the webhook as agreed: 401 forged, 400 junk, 200 unknown, 200 repeated without effect', async () => {
    const { citizen } = await asked()
    const { user } = citizen
    const sender = { id: user.id, is_bot: false, first_name: 'A' }
    const message = {
      message_id: 77,
      date: 0,
      chat: { id: user.id, type: 'private' },
      from: sender,
      text: '1',
    }
    const update = { update_id: 6_000_000, message }
    expect(await post(update, 'forged')).toBe(401)
    expect(await post(update, '')).toBe(401)
    for (const junk of ['', '{', '[]', '"x"', 'null', '{}', '{"update_id":"one"}'])
      expect(await post(junk)).toBe(400)
    expect(await post(`{"update_id":1,"pad":"${'x'.repeat(600_000)}"}`)).toBe(413)
    expect(await post({ update_id: 6_000_001, thing_of_the_future: {} })).toBe(200)
    const before = citizen.heard().length
    expect(await post(update)).toBe(200)
    await citizen.hears(understood)
    expect(await post(update)).toBe(200)
    await citizen.says('quay lại', question)
    expect(citizen.heard()).toHaveLength(before + 2)
  })

  it('answers the web chat’s API as agreed', async () => {
    const web = createWebCitizen(telegram.server.address)
    await web.call('/api/chat/history')
    expect((await web.post({ text: '' })).status).toBe(400)
    expect((await web.post({ text: '\u200b\u202e' })).status).toBe(202)
    await web.hears('chưa đọc được chữ nào')
    expect((await web.post({ text: 'a'.repeat(100_001) })).status).toBe(413)
    const junk = ['', '{', '{"id":1}', '{"id":"x","text":"y"}', '[1]']
    for (const body of junk)
      expect((await web.call('/api/chat/messages', { method: 'POST', body })).status).toBe(400)
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    const formed = await web.call('/api/chat/messages', { method: 'POST', body: 'text=1', headers: form })
    expect(formed.status).toBe(415)
    const foreign = { origin: 'https://evil.example' }
    const crossed = await web.call('/api/chat/messages', { method: 'POST', body: '{}', headers: foreign })
    expect(crossed.status).toBe(403)
    expect((await web.post({ text: 'ă'.repeat(100_000) })).status).toBe(202)
    await web.hears('Trợ lý vẫn chưa hiểu')
    await web.post({ tap: 'g1.ket_hon.roi~AAAAAAAA', of: '1' })
    await web.hears('Nút này là của tin nhắn cũ')
    const stranger = createWebCitizen(telegram.server.address)
    await stranger.call('/api/chat/history', {
      headers: { cookie: `motcua_chat=${'A'.repeat(43)}.${'A'.repeat(43)}` },
    })
    expect(await stranger.history()).toEqual([])
  })

  it('holds up who floods, and nobody else', async () => {
    const [flood, calm] = [
      createWebCitizen(telegram.server.address),
      createWebCitizen(telegram.server.address),
    ]
    await Promise.all([flood.call('/api/chat/history'), calm.call('/api/chat/history')])
    const statuses: number[] = []
    for (let count = 0; count < 61; count++) statuses.push((await flood.post({ text: 'chào' })).status)
    expect(statuses).toEqual([...Array<number>(60).fill(202), 429])
    expect((await calm.post({ text: 'chào' })).status).toBe(202)
    await calm.hears('phần mềm')
  })

  it('sends no message that Telegram would refuse, and sets no event aside', async () => {
    expect(telegram.installation.output()).not.toContain("can't parse entities")
    const { stdout } = await telegram.installation.cli(['events', 'list', '--json'])
    expect(JSON.parse(stdout)).toEqual({ events: [] })
    const metrics = await (await fetch(`${telegram.server.address}/metrics`)).text()
    expect(metrics).not.toMatch(/motcua_sends_total\{[^}]*result="permanent"/)
  })

  it('logs none of it', () => {
    const log = telegram.installation.output()
    for (const text of telegram.written()) if (text.trim().length > 6) expect(log).not.toContain(text)
    expect(log).not.toContain('forged')
    expect(log).not.toContain(webhookSecret)
  })

  /** A tap is answered by a call of its own, beside the message that comes of it. */
  const allTapsAnswered = () => vi.waitFor(() => expect(telegram.emulator.unanswered()).toEqual([]))

  /** @returns the status that Telegram's server would see */
  async function post(update: object | string, secret = webhookSecret): Promise<number> {
    const answer = await fetch(`${telegram.server.address}/webhooks/telegram`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(secret ? { 'x-telegram-bot-api-secret-token': secret } : {}),
      },
      body: typeof update === 'string' ? update : JSON.stringify(update),
    })
    await answer.arrayBuffer()
    return answer.status
  }
})
