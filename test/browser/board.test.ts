import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openBoard } from '../support/board-site.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { hasChromium } from './launch-chromium.ts'
import { controlSizes, lowestContrast, scrollsSideways, textSizes } from './page-measures.ts'
import { output, phone, useBrowser } from './use-browser.ts'

const hall = { viewport: { width: 1920, height: 1080 } }
const desk = { viewport: { width: 1440, height: 900 } }

const power =
  'Để sửa trạm biến áp, Công ty Điện lực Hoàn Kiếm ngừng cấp điện từ 8 giờ đến 11 giờ 30 ngày 23/11 tại các phố Hàng Bông, Hàng Gai, Hàng Trống và ngõ 12 Lý Quốc Sư. Anh/chị chuẩn bị nước sinh hoạt, sạc điện thoại trước và tắt cầu dao khi ra khỏi nhà.\n\nNếu trời mưa to, việc sửa chữa chuyển sang ngày 24/11 cùng giờ. Cần hỗ trợ, anh/chị gọi tổng đài chăm sóc khách hàng 1900 1288.'

describe.skipIf(!hasChromium())('the board', { timeout: 180_000 }, () => {
  const browser = useBrowser()
  let database: TestDatabase

  beforeAll(async () => {
    database = await createTestDatabase()
  })
  beforeEach(async () => {
    await database.pool.query('truncate announcement, neighbourhood_group cascade')
  })
  afterAll(() => database?.drop())

  async function start() {
    const site = await openBoard(database, { webRoot: browser.webRoot() })
    browser.closeLater(site.http.close)
    const base = await site.http.listen({ host: '127.0.0.1', port: 0 })
    const open = async (path: string, options: BrowserContextOptions = phone) => {
      const opened = await browser.open(`${base}${path}`, options)
      await opened.page.evaluate('document.fonts.ready.then(() => true)')
      return opened
    }
    return { ...site, base, open }
  }

  /** What a ward would put up. */
  async function fill(site: Awaited<ReturnType<typeof start>>) {
    const group = await site.group('Tổ dân phố số 7', 'NH-ACDE-2345-FHJK')
    const wrong = await site.add({ title: 'Cắt điện phố Hàng Bông ngày 22/11', began: 500 })
    const ids = {
      storm: await site.add({
        title: 'Bão số 12 đổ bộ tối nay, anh/chị không ra đường từ 19 giờ',
        text: 'Gió giật cấp 10, mưa rất to. Anh/chị chằng chống nhà cửa, cất đồ trên ban công, sạc đầy điện thoại. Cần cứu nạn gọi 114. Nơi trú tạm: Trường tiểu học Tràng An, Nhà văn hóa phường.',
        topic: 'thien-tai',
        urgent: 'disaster',
        began: 30,
      }),
      meeting: await site.add({
        title: 'Họp tổ dân phố số 7: bàn chỗ để xe và bầu tổ phó',
        text: 'Kính mời đại diện mỗi hộ một người tới dự. Tài liệu ở tệp kèm theo.',
        topic: 'hop-dan',
        audience: { groups: [group] },
        event: {
          startsAt: '2026-11-28T12:30:00Z',
          endsAt: '2026-11-28T14:00:00Z',
          place: 'Nhà văn hóa, số 5 phố Hàng Bông',
        },
        poll: {
          question: 'Anh/chị muốn để xe ở đâu?',
          options: ['Sân nhà văn hóa', 'Ngõ 12 Lý Quốc Sư', 'Ý kiến khác'],
        },
        link: { label: 'Xem bản đồ chỗ để xe', url: 'https://example.vn/ban-do' },
        expiresAt: '2026-11-28T14:00:00Z',
        began: 300,
      }),
      power: await site.add({
        title: 'Cắt điện phố Hàng Bông ngày 23/11',
        text: power,
        corrects: wrong,
        began: 400,
      }),
      city: await site.add({
        title: 'Tiêm phòng cúm miễn phí cho người từ 65 tuổi',
        text: 'Mang theo thẻ căn cước, đến Trạm Y tế phường trong giờ hành chính.',
        topic: 'y-te',
        audience: { all: true },
        unit: 'all',
        began: 2000,
      }),
    }
    await site.vote(ids.meeting, [0, 0, 0, 1, 1, 2])
    await site.attach(ids.meeting, {
      name: 'Giấy mời họp tổ dân phố số 7.pdf',
      bytes: new Uint8Array(420_000),
      signatures: [
        {
          signer: 'Ủy ban nhân dân phường Hoàn Kiếm',
          issuer: 'CA phục vụ các cơ quan nhà nước G2',
          at: '2026-11-20T02:10:00Z',
          verdict: 'valid',
        },
        { signer: 'Nguyễn Thị Phượng Hoàng', verdict: 'untrusted', partial: true },
      ],
    })
    return ids
  }

  /** A page that is fit for a cheap telephone in an elderly hand. */
  async function expectReadable(page: Page): Promise<void> {
    expect(await scrollsSideways(page)).toBe(false)
    expect(Math.min(...(await textSizes(page)))).toBeGreaterThanOrEqual(16)
    const small = (await controlSizes(page)).filter(
      ({ width, height }) => height > 0 && Math.min(width, height) < 48,
    )
    expect(small).toEqual([])
    expect(await lowestContrast(page)).toMatchObject({
      ratio: expect.toSatisfy((one: number) => one >= 7),
    })
  }

  it('is readable on a phone, in both languages, large, in the dark and on a desk', async () => {
    const site = await start()
    const ids = await fill(site)
    const { page, problems, hosts } = await site.open('/u/hoan-kiem')
    const pages: [string, string][] = [
      ['list', '/u/hoan-kiem'],
      ['meeting', `/u/hoan-kiem/${ids.meeting}`],
      ['empty', '/u/tay-ho?topic=thue'],
      ['units', '/u'],
    ]
    for (const [name, path] of pages) {
      await page.goto(site.base + path)
      await expectReadable(page)
      await page.screenshot({ path: `${output}board-360-${name}.png`, fullPage: true })
      await page.goto(`${site.base}${path}${path.includes('?') ? '&' : '?'}lang=en`)
      await expectReadable(page)
      await page.emulateMedia({ colorScheme: 'dark' })
      await expectReadable(page)
      await page.screenshot({ path: `${output}board-360-${name}-dark.png`, fullPage: true })
      await page.emulateMedia({ colorScheme: 'light' })
      // As at 200 %.
      await page.setViewportSize({ width: 320, height: 480 })
      await page.evaluate('document.documentElement.style.fontSize = "200%"')
      expect(await scrollsSideways(page), `${name} at 200 %`).toBe(false)
      await page.setViewportSize(desk.viewport)
      await page.goto(site.base + path)
      expect(await scrollsSideways(page)).toBe(false)
      await page.screenshot({ path: `${output}board-1440-${name}.png` })
      await page.setViewportSize(phone.viewport)
    }
    expect(problems.filter((problem) => !problem.includes('404'))).toEqual([])
    expect([...hosts]).toEqual([site.base])
  })

  it('is broken by nothing that somebody writes', async () => {
    const site = await start()
    const ids = [
      await site.add({
        title: '<h1>Đỏ</h1><style>*{display:none}</style><script>document.title="x"</script>',
        text: `</div></main><iframe src="/"></iframe>${'<b>'.repeat(200)}`,
      }),
      await site.add({ title: 'Ư'.repeat(150), text: 'Nghiêng'.repeat(1400) }),
      await site.add({
        title: '\u202Eأهلا وسهلا بكم في هانوي',
        text: `${'مرحبا بالعالم '.repeat(300)}\n\nTiếng Việt ở đoạn sau. \u202E\u2066\u2067 ngược`,
      }),
      await site.add({
        title: 'Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!͖̬̰̙̗̿̋ͥͥ̂ͣ̐́́͜͞',
        text: `${'a\n'.repeat(4000)}`,
        link: { label: 'X'.repeat(60), url: `https://example.vn/${'y'.repeat(1900)}` },
        event: { startsAt: '2026-11-28T12:30:00Z', place: 'P'.repeat(200) },
        poll: { question: 'Q'.repeat(200), options: ['W'.repeat(60), 'V'.repeat(60)] },
      }),
    ]
    await site.attach(ids[3] ?? '', { name: `${'dài'.repeat(80)}.pdf`, bytes: new Uint8Array(10) })
    const { page, problems } = await site.open('/u/hoan-kiem')
    await expectReadable(page)
    expect(await page.getByRole('link', { name: 'Nguồn tin RSS' }).isVisible()).toBe(true)
    await page.screenshot({ path: `${output}board-360-hostile.png`, fullPage: true })
    for (const id of ids) {
      await page.goto(`${site.base}/u/hoan-kiem/${id}`)
      expect(await scrollsSideways(page)).toBe(false)
      expect(await page.getByRole('heading', { name: 'Nhận tin qua điện thoại' }).isVisible()).toBe(true)
    }
    await page.setViewportSize(hall.viewport)
    for (const turn of ids.keys()) {
      await page.goto(`${site.base}/u/hoan-kiem?screen=1&turn=${turn}`)
      expect(await fitsScreen(page), `turn ${turn}`).toBe(true)
      await page.screenshot({ path: `${output}board-screen-hostile-${turn}.png` })
    }
    expect(problems).toEqual([])
  })

  it('is read across a hall, turns by itself, and stays as it is while the server is away', async () => {
    const site = await start()
    await fill(site)
    const { page, problems, context } = await site.open('/u/hoan-kiem?screen=1', hall)
    const heading = page.getByRole('heading', { level: 2 })
    const seen: string[] = []
    for (let turn = 0; turn < 4; turn++) {
      await page.goto(`${site.base}/u/hoan-kiem?screen=1&turn=${turn}`)
      await page.evaluate('document.fonts.ready.then(() => true)')
      seen.push(await heading.innerText())
      expect(await fitsScreen(page), seen.at(-1)).toBe(true)
      expect(Math.min(...(await textSizes(page)))).toBeGreaterThanOrEqual(24)
      await page.screenshot({ path: `${output}board-screen-${turn}.png` })
    }
    expect(new Set(seen).size).toBe(4)
    await page.emulateMedia({ colorScheme: 'dark' })
    expect((await lowestContrast(page)).ratio).toBeGreaterThanOrEqual(7)
    await page.screenshot({ path: `${output}board-screen-dark.png` })
    expect(await page.locator('a, button, input').count()).toBe(0)

    await page.clock.install()
    await page.goto(`${site.base}/u/hoan-kiem?screen=1`)
    await page.clock.runFor(20_500)
    await expect.poll(() => heading.innerText()).toBe(seen[1])
    await context.setOffline(true)
    await page.clock.runFor(60_000)
    expect(await heading.innerText()).toBe(seen[1])
    await context.setOffline(false)
    await page.clock.runFor(20_500)
    await expect.poll(() => heading.innerText()).toBe(seen[2])
    expect(problems.filter((problem) => !problem.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([])
  })

  it('prints a poster on one sheet of A4', async () => {
    const site = await start()
    await fill(site)
    const { page } = await site.open('/u/hoan-kiem/poster', desk)
    for (const [name, path] of [
      ['unit', '/u/hoan-kiem/poster'],
      ['group', '/u/hoan-kiem/poster?group=NH-ACDE-2345-FHJK'],
      ['en', '/u/hoan-kiem/poster?lang=en'],
    ]) {
      await page.goto(site.base + path)
      expect(await scrollsSideways(page)).toBe(false)
      const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
      const boxes = [...pdf.matchAll(/\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/g)]
      expect(boxes).toHaveLength(1)
      expect(Number(boxes[0]?.[1])).toBeCloseTo(595, -0.5)
      await page.setViewportSize({ width: 680, height: 1000 })
      await page.emulateMedia({ media: 'print' })
      await page.screenshot({ path: `${output}board-poster-${name}.png`, fullPage: true })
      await page.emulateMedia({ media: null })
      await page.setViewportSize(desk.viewport)
    }
  })
})

/** Whether all that must not be cut lies within the screen, and nothing over something else. */
async function fitsScreen(page: Page): Promise<boolean> {
  return page.evaluate(`(() => {
    const box = (selector) => document.querySelector(selector)?.getBoundingClientRect()
    const within = [...document.querySelectorAll('.screen header, .turn h2, .turn footer, aside .qr, .clock')]
      .map((one) => one.getBoundingClientRect())
      .every(({ left, top, right, bottom }) => left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight)
    const text = box('.turn .text')
    const scrolls = document.documentElement.scrollHeight > innerHeight || document.documentElement.scrollWidth > innerWidth
    return within && !scrolls && text.bottom <= box('.turn footer').top && box('main').right <= box('aside').left
  })()`)
}
