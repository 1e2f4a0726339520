import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { firstWords, walkBirthGuide } from './support/birth-guide.ts'
import { linkToTestServer } from './support/link-to-test-server.ts'
import { lookIntoDatabase } from './support/look-into-database.ts'
import { createWebCitizen } from './support/web-citizen.ts'
import { startZaloOaServer, type ZaloOaServer } from './support/zalo-oa-server.ts'

const patience = { timeout: 20_000, interval: 10 }

describe('a citizen on the Official Account', { timeout: 180_000 }, () => {
  let zalo: ZaloOaServer
  beforeAll(async () => {
    zalo = await startZaloOaServer()
    await vi.waitFor(async () => {
      expect((await zalo.server.health()).parts.zalo_oa.status).toBe('ok')
    }, patience)
  }, 180_000)
  afterAll(() => zalo.remove())

  it('follows, is greeted, and comes to the end of the guide by taps and by typing', async () => {
    const citizen = zalo.citizen()
    citizen.user.follow()
    await citizen.hears('phần mềm')
    const { married, papers, facts } = await walkBirthGuide(citizen)
    expect(married.buttons.map(({ title }) => title)).toEqual([
      'Đã đăng ký kết hôn',
      'Chưa đăng ký',
      'Bị bỏ rơi, chưa rõ cha mẹ',
    ])
    expect(papers.text).toContain('Giấy chứng sinh')
    expect(facts.text).toContain('Điểm Phục vụ hành chính công phường Hoàn Kiếm')
    expect(citizen.heard().filter((text) => text.includes('phần mềm'))).toHaveLength(1)
  })

  it('changes an older answer by the old button', async () => {
    const citizen = zalo.citizen()
    const married = await citizen.says(firstWords, 'Cha mẹ cháu đã đăng ký kết hôn chưa?')
    await citizen.taps(married, 'Chưa đăng ký', 'ghi tên cha vào giấy khai sinh')
    await citizen.taps(married, 'Đã đăng ký kết hôn', 'có ai là người nước ngoài không?')
  })

  it('stops in the middle, and goes on when they ask to', async () => {
    const citizen = zalo.citizen()
    await citizen.says(firstWords, 'Cha mẹ cháu đã đăng ký kết hôn chưa?')
    await citizen.says('1', 'có ai là người nước ngoài không?')
    await citizen.says('dừng', 'tiếp tục')
    await citizen.says('tiếp tục', 'có ai là người nước ngoài không?')
  })

  it('is told that a reminder beyond 48 hours waits for a word of theirs', async () => {
    const citizen = zalo.citizen()
    await citizen.says(firstWords, 'Cha mẹ cháu đã đăng ký kết hôn chưa?')
    const days = await citizen.says('nhắc tôi', 'vào sáng ngày nào')
    await citizen.taps(days, 'Ba ngày nữa', 'Zalo chỉ cho trợ lý tự nhắn trong 48 giờ')
  })

  it.each([
    ['image', (user: ReturnType<ZaloOaServer['citizen']>['user']) => user.sendImage()],
    ['sticker', (user: ReturnType<ZaloOaServer['citizen']>['user']) => user.sendSticker()],
    ['location', (user: ReturnType<ZaloOaServer['citizen']>['user']) => user.sendLocation()],
    ['voice', (user: ReturnType<ZaloOaServer['citizen']>['user']) => user.sendAudio()],
    ['the form with their phone', (user: ReturnType<ZaloOaServer['citizen']>['user']) => user.submitInfo()],
  ])('sends what cannot be read (%s) and hears what to do instead', async (_name, send) => {
    const citizen = zalo.citizen()
    await citizen.says('chào', 'phần mềm')
    const before = citizen.heard().length
    send(citizen.user)
    await vi.waitFor(() => expect(citizen.heard().length).toBeGreaterThan(before), patience)
  })

  it('goes on in the web chat at the same question with the same answers, half here and half there', async () => {
    const citizen = zalo.citizen()
    const married = await citizen.says(firstWords, 'Cha mẹ cháu đã đăng ký kết hôn chưa?')
    await citizen.taps(married, 'Đã đăng ký kết hôn', 'có ai là người nước ngoài không?')
    const shown = await citizen.says('tiếp tục ở kênh khác', 'Mã của anh/chị')
    const [code = ''] = /\b(?=[A-Z]*\d)[A-Z2-9]{6}\b/.exec(shown.text) ?? []
    const page = createWebCitizen(zalo.server.address)
    await page.post({ text: code })
    await page.hears('có ai là người nước ngoài không?')
    await page.post({ text: 'không' })
    await page.hears('Cháu sinh ngày nào')
    // Whoever gave the code is asked there whether the two are one person.
    const offer = await citizen.hears('trang web')
    await citizen.taps(offer, 'Nối hai nơi', 'Trợ lý đã hỏi lại ở trang web')
    await page.hears('Nối hai nơi')
    const choices = (await page.history()).flatMap((entry) =>
      entry.from === 'assistant' ? (entry.reply.choices ?? []) : [],
    )
    await page.post({ tap: choices.findLast(({ label }) => label === 'Nối hai nơi')?.ref ?? '' })
    await citizen.hears('đã nối với trang web')
  })

  it('writes while the database is slow, and is answered once, later', async () => {
    const citizen = zalo.citizen()
    await citizen.says('chào', 'phần mềm')
    const { answers } = zalo.emulator.webhook
    await zalo.emulator.webhook.drained()
    const before = answers.length
    await lookIntoDatabase(zalo.installation, async (client) => {
      await client.query('begin')
      await client.query('lock table inbox in access exclusive mode')
      citizen.user.send(firstWords)
      await vi.waitFor(() => expect(answers.length).toBeGreaterThan(before), patience)
      await client.query('rollback')
    })
    // Not kept waiting until the lock was gone: Zalo posts again what it had no answer to.
    expect(answers[before]).toMatchObject({ status: 503 })
    await citizen.hears('Cha mẹ cháu đã đăng ký kết hôn chưa?')
    await zalo.emulator.webhook.drained()
    expect(answers.at(-1)?.status).toBe(200)
    expect(citizen.heard().filter((text) => text.includes('đăng ký kết hôn chưa'))).toHaveLength(1)
  })

  it('none of it, and no secret, is found in the log', async () => {
    const citizen = zalo.citizen()
    await citizen.says('số của tôi là 0912345678', 'phần mềm')
    const log = zalo.installation.output()
    expect(log).not.toContain('0912345678')
    expect(log).not.toMatch(/access-[\w-]{10}|refresh-[\w-]{10}/)
    expect(log).not.toContain(zalo.emulator.app.secret)
    expect(log).not.toContain(zalo.emulator.app.oaSecret)
    expect(log).not.toContain(citizen.user.id)
  })
})

describe('a citizen who writes while the database is away', { timeout: 180_000 }, () => {
  it('is answered once it is back, by what Zalo posts again', async () => {
    const link = await linkToTestServer()
    onTestFinished(link.remove)
    const zalo = await startZaloOaServer({ DATABASE_URL: link.url }, { retryMs: Array(100).fill(250) })
    onTestFinished(zalo.remove)
    await vi.waitFor(async () => {
      expect((await zalo.server.health()).parts.zalo_oa.status).toBe('ok')
    }, patience)
    const citizen = zalo.citizen()
    await citizen.says('chào', 'phần mềm')
    const { answers } = zalo.emulator.webhook
    await zalo.emulator.webhook.drained()
    const before = answers.length
    await link.cut()
    citizen.user.send(firstWords)
    await vi.waitFor(() => expect(answers.length).toBeGreaterThan(before + 1), patience)
    for (const { status } of answers.slice(before)) expect(status).toBe(503)
    await link.mend()
    await citizen.hears('Cha mẹ cháu đã đăng ký kết hôn chưa?')
    await zalo.emulator.webhook.drained()
    expect(zalo.emulator.webhook.givenUp).toBe(0)
    expect(citizen.heard().filter((text) => text.includes('đăng ký kết hôn chưa'))).toHaveLength(1)
  })
})
