import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { firstWords, walkBirthGuide } from './support/birth-guide.ts'
import { startZaloPersonalServer, type ZaloPersonalServer } from './support/zalo-personal-server.ts'

describe('a citizen who writes to the personal account', { timeout: 180_000 }, () => {
  let zalo: ZaloPersonalServer
  beforeAll(async () => {
    zalo = await startZaloPersonalServer()
  }, 180_000)
  afterAll(() => zalo.remove())

  it('comes from the first words to the end of the guide', async () => {
    const citizen = zalo.citizen()
    const { papers, facts } = await walkBirthGuide(citizen)
    expect(papers.text).toContain('Giấy chứng sinh')
    expect(facts.text).toContain('Điểm Phục vụ hành chính công phường Hoàn Kiếm')
  })

  it('is cut off in the middle, and goes on', async () => {
    const citizen = zalo.citizen()
    await citizen.says(firstWords, 'Cha mẹ cháu đã đăng ký kết hôn chưa?')
    zalo.emulator.sockets.dropHard()
    await citizen.says('1', 'có ai là người nước ngoài không?')
    expect(citizen.heard().filter((text) => text.includes('nước ngoài'))).toHaveLength(1)
  })

  it('is counted by the guard, where whoever runs the server can see it', async () => {
    const figures = async () => {
      const text = await (await fetch(`${zalo.server.address}/metrics`)).text()
      const lines = text.matchAll(/^motcua_zalo_guard\{what="(\w+)"\} (\d+)$/gm)
      return Object.fromEntries([...lines].map(([, what, figure]) => [what, Number(figure)]))
    }
    const before = await figures()
    await zalo.citizen().says('chào', 'phần mềm')
    await vi.waitFor(async () => {
      const now = await figures()
      expect(now.sent_today).toBeGreaterThan(before.sent_today ?? Number.POSITIVE_INFINITY)
      expect(now.strangers_today).toBeGreaterThan(before.strangers_today ?? Number.POSITIVE_INFINITY)
      expect(now).toMatchObject({ banned: 0, paused: 0, strangers_paused: 0 })
    })
  })

  it('none of it, and no secret, is found in the log', async () => {
    const citizen = zalo.citizen()
    await citizen.says('số của tôi là 0912345678', 'phần mềm')
    const log = zalo.installation.output()
    expect(log).not.toContain('0912345678')
    expect(log).not.toContain(zalo.emulator.session.cookie)
    expect(log).not.toContain(zalo.emulator.credentials().imei)
    expect(log).not.toContain(citizen.user.id)
  })
})
