import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { ShownMessage } from '../emulators/telegram/world.ts'
import { firstWords, walkBirthGuide } from './support/birth-guide.ts'
import { offsetTo } from './support/offset-to.ts'
import { startTelegramServer, type TelegramServer } from './support/telegram-server.ts'

const patience = { timeout: 20_000, interval: 10 }
/** In time for being registered, by the clock that the server is given. */
const born = '10/11/2026'
const labels = (message: ShownMessage) => message.keyboard.flat().map(({ text }) => text)

describe.each([
  ['polling', false],
  ['webhook', true],
])('a citizen on Telegram, by %s', { timeout: 180_000 }, (_name, webhook) => {
  let telegram: TelegramServer
  beforeAll(async () => {
    telegram = await startTelegramServer({ webhook, env: { NOW_OFFSET: offsetTo('2026-11-20T03:00:00Z') } })
  }, 180_000)
  afterAll(() => telegram.remove())

  it('comes from the first words to the end of the guide, by taps and by typing', async () => {
    const citizen = telegram.citizen()
    const { married, papers, facts } = await walkBirthGuide(citizen, born)
    const [welcome] = citizen.heard()
    expect(welcome).toContain('phần mềm')
    expect(welcome).toContain('phường Hoàn Kiếm')
    expect(welcome).toContain('xóa dữ liệu của tôi')
    expect(citizen.heard().filter((text) => text.includes('phần mềm'))).toHaveLength(1)
    expect(papers.text).toContain('☐ Tờ khai đăng ký khai sinh')
    expect(papers.text).toContain('☐ Giấy chứng sinh')
    expect(papers.text).toMatch(/Không phải nộp:[\s\S]*Giấy chứng nhận kết hôn của cha mẹ/)
    expect(facts.text).toContain('Lệ phí: Đăng ký đúng hạn (trong 60 ngày): không mất tiền')
    expect(facts.text).toMatch(/Thời gian giải quyết:\s+– Trong ngày làm việc/)
    expect(facts.text).toContain('Điểm Phục vụ hành chính công phường Hoàn Kiếm')
    expect(facts.text).toContain('Giờ làm việc:')
    expect(facts.text).toMatch(/Hẹn trả: [\s\S]*\/\d{4}/)
    expect(facts.text).toContain('tức đến hết thứ Hai 11/1/2027')
    expect(facts.text).toContain('Anh/chị nhận giấy khai sinh theo ngày trên giấy hẹn.')
    expect(facts.entities.map(({ url }) => url)).toContainEqual(expect.stringContaining('dichvucong.gov.vn'))
    await vi.waitFor(() => expect(labels(married)).toContain('✓ Đã đăng ký kết hôn'), patience)
    await vi.waitFor(() => expect(telegram.emulator.unanswered()).toEqual([]), patience)
  })

  it('changes an older answer by the old button, and marks it', async () => {
    const citizen = telegram.citizen()
    const married = await citizen.says(firstWords, 'Cha mẹ cháu đã đăng ký kết hôn chưa?')
    const father = await citizen.taps(married, 'Chưa đăng ký', 'ghi tên cha vào giấy khai sinh')
    await citizen.taps(father, 'Không, chỉ khai theo mẹ', 'Bước 3/')
    const asked = await citizen.taps(married, 'Đã đăng ký kết hôn', 'có ai là người nước ngoài không?')
    expect(asked.text).toContain('cơ quan tự tra cứu')
    await vi.waitFor(
      () =>
        expect(labels(married)).toEqual([
          '✓ Đã đăng ký kết hôn',
          'Chưa đăng ký',
          'Bị bỏ rơi, chưa rõ cha mẹ',
        ]),
      patience,
    )
  })

  it('ticks papers off in the message itself, and brings them back when asked', async () => {
    const citizen = telegram.citizen()
    const { papers, facts } = await walkBirthGuide(citizen, born)
    const sent = citizen.heard().length
    citizen.user.tap(papers.id, '☐ Giấy chứng sinh')
    await vi.waitFor(() => expect(papers.text).toContain('☑ Giấy chứng sinh'), patience)
    expect(labels(papers)).toContain('☑ Giấy chứng sinh')
    expect(papers.text).toContain('Còn 2 giấy tờ chưa đánh dấu')
    expect(citizen.heard()).toHaveLength(sent)
    const again = await citizen.says('giay to cua toi', 'Giấy tờ cần chuẩn bị: Giấy khai sinh')
    expect(again.text).toContain('☑ Giấy chứng sinh')
    expect(again.text).toContain('☐ Tờ khai đăng ký khai sinh')
    citizen.user.tap(papers.id, '☑ Giấy chứng sinh')
    await vi.waitFor(() => expect(papers.text).toContain('☐ Giấy chứng sinh'), patience)
    expect(labels(facts)).toContain('Nhắc tôi')
  })

  it('says where things stand when a button of a finished guide is pressed', async () => {
    const citizen = telegram.citizen()
    const { married } = await walkBirthGuide(citizen, born)
    const said = await citizen.taps(married, 'Chưa đăng ký', 'đã làm xong')
    expect(said.text).toContain('☐ Tờ khai đăng ký khai sinh')
  })

  it('begins with the procedure of a link', async () => {
    const citizen = telegram.citizen()
    const asked = await citizen.says('/start 1_001193', 'Bước 1/')
    expect(asked.text).toContain('Cha mẹ cháu đã đăng ký kết hôn chưa?')
    expect(citizen.heard()[0]).toContain('phần mềm')
  })

  it('speaks English to who asks for it', async () => {
    const citizen = telegram.citizen()
    await citizen.says('English', 'English')
    const asked = await citizen.says('birth certificate', 'Step 1/')
    expect(labels(asked)[0]).toMatch(/married|registered/i)
  })

  it('offers its commands in both languages', async () => {
    await vi.waitFor(() => {
      const menus = telegram.emulator.api.commands
      expect(menus.get('')?.map(({ description }) => description)).toContain('Gặp cán bộ')
      expect(menus.get('en')?.map(({ command }) => command)).toEqual(
        menus.get('')?.map(({ command }) => command),
      )
    }, patience)
  })

  it('is silent in a group unless addressed, and then says nothing personal', async () => {
    const { emulator } = telegram
    const group = emulator.group('Tổ dân phố số 5')
    const { user } = telegram.citizen()
    const here = { chat: group }
    user.send(firstWords, here)
    user.sendPhoto('giấy khai sinh của cháu đây', here)
    user.send('/help@bot_khac_nao_do', here)
    user.send(`@${emulator.bot.username} ${firstWords}`, here)
    const welcome = await user.next(group, patience.timeout)
    const answer = await user.next(group, patience.timeout)
    expect(welcome.text).toContain('trả lời chung về thủ tục khi được gọi tên')
    expect(answer.text).toContain('Giấy tờ có thể cần cho việc “Giấy khai sinh”')
    expect(answer.text).toContain('nhắn riêng cho trợ lý')
    user.send('1', { chat: group, replyTo: answer.id })
    const second = await user.next(group, patience.timeout)
    user.send(`@${emulator.bot.username} giấy tờ của tôi`, here)
    const third = await user.next(group, patience.timeout)
    for (const { text, keyboard } of [answer, second, third]) {
      expect(text).not.toMatch(/Bước \d/)
      expect(keyboard.flat()).toEqual([])
    }
    expect(group.unread).toEqual([])
  })

  it('sends nothing more to who has blocked it, and answers again after', async () => {
    const { emulator } = telegram
    const citizen = telegram.citizen()
    const asked = await citizen.says(firstWords, 'Cha mẹ cháu đã đăng ký kết hôn chưa?')
    const calls: string[] = []
    emulator.onCall((method, { chat_id }) => {
      if (Number(chat_id) === citizen.user.id && method !== 'sendChatAction') calls.push(method)
    })
    // The wire is slower than the finger: the bot learns it from the 403 of the answer to this.
    citizen.user.chat.blocked = true
    citizen.user.send('đã đăng ký kết hôn')
    await vi.waitFor(() => expect(calls).toEqual(['sendMessage']), patience)
    await vi.waitFor(async () => expect(await isBlocked(citizen.user.id)).toBe(true), patience)
    citizen.user.block()
    await telegram.citizen().says('chào', 'phần mềm')
    expect(calls).toEqual(['sendMessage'])
    citizen.user.unblock()
    const answer = await citizen.says('quay lại', 'Cha mẹ cháu đã đăng ký kết hôn chưa?')
    expect(answer.id).toBeGreaterThan(asked.id)
    emulator.onCall(null)
  })

  it('answers an update once that comes again', async () => {
    const { emulator } = telegram
    const citizen = telegram.citizen()
    emulator.queue.repeat(2)
    const married = await citizen.says(firstWords, 'Cha mẹ cháu đã đăng ký kết hôn chưa?')
    await citizen.taps(married, 'Đã đăng ký kết hôn', 'Bước 2/')
    emulator.queue.repeat(1)
    await citizen.says('quay lại', 'Bước 1/')
    await citizen.says('đã đăng ký kết hôn', 'Bước 2/')
    expect(citizen.heard().map((text) => /Bước \d/.exec(text)?.[0] ?? 'welcome')).toEqual([
      'welcome',
      'Bước 1',
      'Bước 2',
      'Bước 1',
      'Bước 2',
    ])
  })

  it('answers ten messages of one second, each and in order', async () => {
    const citizen = telegram.citizen()
    await citizen.says('/start 1_001193', 'Bước 1/')
    const before = citizen.heard().length
    for (const text of [
      'đã đăng ký kết hôn',
      'quay lại',
      '1',
      'quay lại',
      '2',
      'quay lại',
      '1',
      'k ạ',
      'quay lại',
      '1',
    ])
      citizen.user.send(text)
    await vi.waitFor(() => expect(citizen.heard().length).toBe(before + 10), patience)
    const steps = citizen.heard().slice(before)
    expect(steps.map((text) => /Bước (\d)/.exec(text)?.[1])).toEqual([
      '2',
      '1',
      '2',
      '1',
      '2',
      '1',
      '2',
      '3',
      '2',
      '3',
    ])
    expect(steps[4]).toContain('ghi tên cha')
  })

  it('erases a person who asks for it and confirms it', async () => {
    const citizen = telegram.citizen()
    await walkBirthGuide(citizen, born)
    const sure = await citizen.says('xóa dữ liệu của tôi', 'Anh/chị chắc chắn chứ?')
    await citizen.taps(sure, 'Xóa hết', 'Đã xóa mọi dữ liệu')
    const identity = `telegram:${citizen.user.id}`
    await vi.waitFor(async () => {
      const { code, stderr } = await telegram.installation.cli(['privacy', 'export', '--identity', identity])
      expect({ code, stderr }).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('nothing is stored'),
      })
    }, patience)
    const anew = await citizen.says('giấy tờ của tôi', 'chưa làm xong hướng dẫn nào')
    expect(anew.text).not.toContain('☐')
    expect(citizen.heard().filter((text) => text.includes('phần mềm'))).toHaveLength(2)
  })

  it('logs nothing that people wrote, and no secret', async () => {
    const log = telegram.installation.output()
    expect(log).toContain('"msg":"ready"')
    expect(telegram.written().length).toBeGreaterThan(30)
    for (const text of [
      ...telegram.written(),
      telegram.emulator.token,
      telegram.emulator.token.split(':')[1] ?? '',
    ])
      if (text.length > 6) expect(log).not.toContain(text)
  })

  async function isBlocked(id: number): Promise<boolean> {
    const { stdout } = await telegram.installation.cli(['privacy', 'export', '--identity', `telegram:${id}`])
    return stdout.includes('"blocked_at": "') || stdout.includes('"blockedAt": "')
  }
})
