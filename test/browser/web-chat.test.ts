import type { BrowserContextOptions, Page } from 'playwright-core'
import { describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { blank, lay, qrPicture, toJpeg } from '../support/photo.ts'
import { hasChromium } from './launch-chromium.ts'
import { controlSizes, lowestContrast, scrollsSideways, textSizes } from './page-measures.ts'
import { startWebChat } from './start-web-chat.ts'
import { output, phone, useBrowser } from './use-browser.ts'

const appManifest = z.object({
  start_url: z.literal('/chat'),
  display: z.literal('standalone'),
  icons: z.array(z.object({ src: z.string() })).min(2),
})
const answered = { timeout: 20_000 }
const slip = 'https://motcua.example/l/HS-AB2D-EF4H-JK6M'

describe.skipIf(!hasChromium())('the web chat', { timeout: 180_000 }, () => {
  const browser = useBrowser()

  async function open(
    options: BrowserContextOptions = phone,
    { path = '/chat', limits = {} }: { path?: string; limits?: object } = {},
  ) {
    const web = await startWebChat(browser.webRoot(), limits)
    browser.closeLater(web.close)
    return { web, ...(await browser.open(`${web.base}${path}`, options)) }
  }

  const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })
  const open1 = (page: Page) => page.getByRole('group', { name: 'Các lựa chọn', exact: true })
  const texts = (heard: Awaited<ReturnType<typeof open>>['web']['chat']['heard']) =>
    heard.flatMap(({ event }) => (event.kind === 'text' ? [event.text] : []))

  /** Answers come by another way than the word that what was sent is stored, and may be earlier. */
  const confirmed = (page: Page) =>
    vi.waitFor(async () => expect(await page.locator('.citizen.waiting').count()).toBe(0))

  async function toPapers(page: Page): Promise<void> {
    await button(page, 'Khai sinh cho cháu').click()
    await button(page, 'Đã đăng ký').click()
    await button(page, 'Đã có').click()
    await page.getByText('Lệ phí').waitFor(answered)
  }

  it('walks a citizen through by tapping alone, on a phone', async () => {
    const { page, web, problems, hosts } = await open()
    await button(page, 'Khai sinh cho cháu').waitFor(answered)
    await page.screenshot({ path: `${output}web-chat-360-welcome.png`, animations: 'disabled' })
    await button(page, 'Khai sinh cho cháu').click()
    await button(page, 'Đã đăng ký').waitFor(answered)
    await page.screenshot({ path: `${output}web-chat-360-question.png`, animations: 'disabled' })
    await button(page, 'Đã đăng ký').click()
    await button(page, 'Đã có').click()
    await page.getByText('Lệ phí').waitFor(answered)
    await page.screenshot({ path: `${output}web-chat-360-papers.png`, animations: 'disabled' })

    const paper = button(page, /^Giấy chứng sinh/)
    await paper.click()
    await vi.waitFor(async () => expect(await paper.getAttribute('aria-pressed')).toBe('true'))
    expect(await page.getByText('Lệ phí').count()).toBe(1)
    await paper.click()
    await vi.waitFor(async () => expect(await paper.getAttribute('aria-pressed')).toBe('false'))

    const taps = web.chat.heard.flatMap(({ event }) => (event.kind === 'tap' ? [event.data] : []))
    expect(taps).toEqual(['birth', 'g1.married.yes', 'g1.paper.yes', 'tick.birth', 'tick.birth'])
    expect(problems).toEqual([])
    expect([...hosts]).toEqual([web.base])
  })

  it('uses a code from a link only when the citizen says so', async () => {
    const { page, web, problems } = await open(phone, { path: '/chat#ma=ACD234' })
    await page.getByText('bằng mã ACD234').waitFor(answered)
    await page.screenshot({ path: `${output}web-chat-360-code.png`, animations: 'disabled' })
    expect(web.chat.heard).toEqual([])
    await button(page, 'Dùng mã').click()
    await vi.waitFor(() => expect(web.chat.heard).toHaveLength(1))
    expect(web.chat.heard[0]?.event).toEqual({ kind: 'start', payload: 'ACD234' })
    expect(await page.getByText('bằng mã').count()).toBe(0)
    expect(new URL(page.url()).hash).toBe('')
    expect(problems).toEqual([])
  })

  it('says of the code of a slip what it is for, before it is used', async () => {
    const { page, web } = await open(phone, { path: '/chat#ma=HS-ACDE-2345-FHJK' })
    await page.getByText('Dùng mã này để xem hồ sơ và được báo khi có thay đổi').waitFor(answered)
    expect(web.chat.heard).toEqual([])
  })

  it('begins as ever when a code is left', async () => {
    const { page, web } = await open(phone, { path: '/chat#ma=ACD235' })
    await button(page, 'Không dùng').click()
    await button(page, 'Khai sinh cho cháu').waitFor(answered)
    expect(web.chat.heard.map(({ event }) => event)).toEqual([{ kind: 'start' }])
  })

  it('leaves the chosen answer visible, and older questions open to a change', async () => {
    const { page, web } = await open()
    await button(page, 'Khai sinh cho cháu').click()
    await button(page, 'Đã đăng ký').click()
    await page.getByText('Bước 2/3').waitFor(answered)
    expect(await button(page, 'Đã đăng ký').getAttribute('aria-pressed')).toBe('true')
    expect(await open1(page).getByRole('button').allInnerTexts()).toHaveLength(2)
    await button(page, 'Chưa đăng ký').click()
    await vi.waitFor(() =>
      expect(web.chat.heard.at(-1)?.event).toEqual({ kind: 'tap', data: 'g1.married.no' }),
    )
    expect(web.chat.heard.at(-1)?.tappedMessage).toBe(web.chat.heard.at(-2)?.tappedMessage)
    await vi.waitFor(async () =>
      expect(await button(page, 'Chưa đăng ký').getAttribute('aria-pressed')).toBe('true'),
    )
    expect(await button(page, 'Đã đăng ký').getAttribute('aria-pressed')).toBeNull()
  })

  it('sends what is typed by Enter and by the button, a new line by Shift+Enter, and nothing when empty', async () => {
    const { page, web } = await open()
    const box = page.getByRole('textbox')
    await button(page, 'Khai sinh cho cháu').waitFor(answered)
    await box.press('Enter')
    await box.fill('   ')
    await button(page, 'Gửi').click()
    await box.fill('một')
    await box.press('Enter')
    await page.getByText('Trợ lý đã nhận: một').waitFor(answered)
    await box.fill('hai')
    await box.press('Shift+Enter')
    await box.pressSequentially('<b>dòng</b> & "nháy"')
    await button(page, 'Gửi').click()
    await page.getByText('Trợ lý đã nhận: hai').waitFor(answered)
    expect(texts(web.chat.heard)).toEqual(['một', 'hai\n<b>dòng</b> & "nháy"'])
    expect(await page.getByRole('log').innerText()).toContain('<b>dòng</b>')
    expect(await box.inputValue()).toBe('')
    expect(await page.getByRole('textbox').count()).toBe(1)
  })

  it('sends what a photo of a slip says, and keeps no photo', async () => {
    const { page, web, problems, hosts } = await open()
    await button(page, 'Khai sinh cho cháu').waitFor(answered)
    const add = button(page, 'Thêm ảnh')
    const chooser = page.waitForEvent('filechooser')
    await add.click()
    // Four thousand pixels wide, as a phone takes it.
    const paper = lay(blank(4000, 3000), qrPicture(slip, 24), { x: 1800, y: 1500, degrees: 11 })
    await (await chooser).setFiles({ name: 'IMG_1.jpg', mimeType: 'image/jpeg', buffer: toJpeg(paper) })
    await page.getByText('Đã gửi ảnh').waitFor(answered)
    await page.screenshot({ path: `${output}web-chat-360-photo.png`, animations: 'disabled' })
    expect(web.chat.heard.at(-1)?.event).toEqual({ kind: 'photo_read', codes: ['HS-AB2D-EF4H-JK6M'] })
    expect(await add.getAttribute('aria-disabled')).toBe('false')
    expect(await page.getByRole('log').getByText('Đã gửi ảnh').count()).toBe(1)

    await page.reload()
    await page.getByText('Đã gửi ảnh').waitFor(answered)
    expect(await page.locator('img').count()).toBe(0)
    expect(problems).toEqual([])
    expect([...hosts]).toEqual([web.base])
  })

  it('says in words why a photo could not be sent, and takes the next', async () => {
    const { page, web } = await open(phone, { limits: { photosPerSession: 1 } })
    await button(page, 'Khai sinh cho cháu').waitFor(answered)
    const choose = async (buffer: Buffer) => {
      const chooser = page.waitForEvent('filechooser')
      await button(page, 'Thêm ảnh').press('Enter')
      await (await chooser).setFiles({ name: 'x.jpg', mimeType: 'image/jpeg', buffer })
    }
    await choose(Buffer.from('%PDF-1.7'))
    await page.getByText('Không mở được tệp này').waitFor(answered)
    expect(await page.getByRole('status').getByText('Không mở được tệp này').count()).toBe(1)
    expect(await page.getByText('Đang gửi ảnh').count()).toBe(0)
    await choose(toJpeg(qrPicture(slip, 6)))
    await page.getByText('Đã gửi ảnh').waitFor(answered)
    expect(await page.getByText('Không mở được tệp này').count()).toBe(0)
    await choose(toJpeg(qrPicture(slip, 6)))
    await page.getByText('quá nhanh').waitFor(answered)
    await web.close()
    await choose(toJpeg(qrPicture(slip, 6)))
    await page.getByText('Chưa gửi được ảnh').waitFor(answered)
    expect(await page.getByText('Đã gửi ảnh').count()).toBe(1)
    await web.start()
  })

  it('works with the keyboard alone, from the first Tab', async () => {
    const { page, web } = await open({ viewport: { width: 1440, height: 900 } })
    await button(page, 'Khai sinh cho cháu').waitFor(answered)
    const focused = () => page.evaluate<string>('document.activeElement.textContent')
    await page.keyboard.press('Tab')
    expect(await focused()).toBe('Đến ô viết tin')
    for (let count = 0; count < 4; count++) await page.keyboard.press('Tab')
    expect(await focused()).toBe('Khai sinh cho cháu')
    const outline = 'getComputedStyle(document.activeElement).outlineWidth'
    expect(await page.evaluate<string>(outline)).toBe('3px')
    await page.keyboard.press('Enter')
    await button(page, 'Đã đăng ký').waitFor(answered)
    expect(await focused()).toBe('Khai sinh cho cháu')
    for (let count = 0; count < 4; count++) await page.keyboard.press('Tab')
    expect(await focused()).toBe('Đã đăng ký')
    await page.keyboard.press('Space')
    await page.getByText('Bước 2/3').waitFor(answered)
    await button(page, 'Gặp cán bộ').last().focus()
    await page.keyboard.press('Tab')
    expect(await focused()).toBe('Đã có')
    expect(web.chat.heard.filter(({ event }) => event.kind === 'tap')).toHaveLength(2)
  })

  it('speaks to screen readers: a polite log, named choices, who says what', async () => {
    const { page } = await open()
    await button(page, 'Khai sinh cho cháu').click()
    await button(page, 'Đã đăng ký').waitFor(answered)
    const log = page.getByRole('log')
    expect(await log.getAttribute('aria-live')).toBe('polite')
    expect(await log.ariaSnapshot()).toContain('Cha mẹ cháu đã đăng ký kết hôn chưa?')
    expect(await open1(page).getByRole('button', { name: 'Đã đăng ký', exact: true }).count()).toBe(1)
    expect(await log.locator('.unseen-text').first().innerText()).toBe('Trợ lý:')
  })

  it('says that an answer is coming, and that it takes long', async () => {
    const { page } = await open()
    await button(page, 'Khai sinh cho cháu').waitFor(answered)
    await page.clock.install()
    await page.getByRole('textbox').fill('im lặng')
    await page.getByRole('textbox').press('Enter')
    await page.getByText('Trợ lý đang trả lời').waitFor(answered)
    await page.clock.runFor(16_000)
    await page.getByText('Trợ lý cần thêm thời gian').waitFor(answered)
  })

  it('keeps the conversation over a reload, with the answers given', async () => {
    const { page, web } = await open()
    await button(page, 'Khai sinh cho cháu').click()
    await button(page, 'Đã đăng ký').click()
    await page.getByText('Bước 2/3').waitFor(answered)
    await page.getByRole('textbox').fill('cháu Nguyễn Thị Phượng Hoàng – xã Thượng Phúc')
    await page.getByRole('textbox').press('Enter')
    await page.getByText('Trợ lý đã nhận').waitFor(answered)
    await confirmed(page)
    const before = await page.getByRole('log').innerText()
    const heard = web.chat.heard.length
    await page.reload()
    await page.getByText('Trợ lý đã nhận').waitFor(answered)
    expect(await page.getByRole('log').innerText()).toBe(before)
    expect(await button(page, 'Đã đăng ký').getAttribute('aria-pressed')).toBe('true')
    expect(web.chat.heard).toHaveLength(heard)
  })

  it('starts with the procedure of a link, once', async () => {
    const { page, web } = await open(phone, { path: '/chat?start=1.001193' })
    await page.getByText('Bước 1/3').waitFor(answered)
    expect(page.url()).toBe(`${web.base}/chat`)
    await page.reload()
    await page.getByText('Bước 1/3').waitFor(answered)
    expect(web.chat.heard.map(({ event }) => event)).toEqual([{ kind: 'start', payload: '1.001193' }])
    // Also into a conversation that is under way.
    await page.goto(`${web.base}/chat?start=1.004194`)
    await vi.waitFor(() => expect(web.chat.heard).toHaveLength(2))
    await page.reload()
    await page.getByText('Bước 1/3').first().waitFor(answered)
    expect(web.chat.heard.slice(1).map(({ event }) => event)).toEqual([
      { kind: 'start', payload: '1.004194' },
    ])
  })

  it('keeps what is written without a network, over a reload too, and sends it once', async () => {
    const { page, context, web } = await open()
    await button(page, 'Khai sinh cho cháu').waitFor(answered)
    await page.evaluate('navigator.serviceWorker.ready.then(() => true)')
    await context.setOffline(true)
    await page.getByText('Đang mất kết nối').waitFor(answered)
    for (const text of ['tin thứ nhất', 'tin thứ hai']) {
      await page.getByRole('textbox').fill(text)
      await page.getByRole('textbox').press('Enter')
    }
    await page.getByText('Đang chờ mạng').nth(1).waitFor(answered)
    await page.screenshot({ path: `${output}web-chat-360-offline.png`, animations: 'disabled' })
    // The shell opens without a network, and what waits is still there.
    await page.reload()
    await page.getByText('tin thứ hai').waitFor(answered)
    await page.getByText('Đang mất kết nối').waitFor(answered)
    expect(texts(web.chat.heard)).toEqual([])
    await context.setOffline(false)
    await page.getByText('Trợ lý đã nhận: tin thứ hai').waitFor(answered)
    expect(texts(web.chat.heard)).toEqual(['tin thứ nhất', 'tin thứ hai'])
    expect(await page.getByText('Đang chờ mạng').count()).toBe(0)
    await confirmed(page)
    await page.reload()
    await page.getByText('Trợ lý đã nhận: tin thứ hai').waitFor(answered)
    expect(web.chat.heard.filter(({ event }) => event.kind === 'text').map(({ seen }) => seen)).toEqual([
      1, 1,
    ])
  })

  it('goes on after the server was away, missing nothing', async () => {
    const { page, web } = await open()
    await button(page, 'Khai sinh cho cháu').waitFor(answered)
    const chat = web.chat.heard[0]?.chat ?? ''
    await web.close()
    web.chat.say(chat, { blocks: [{ kind: 'text', text: 'Lời nhắc trong lúc mất kết nối' }] })
    await page.getByRole('textbox').fill('viết lúc máy chủ tắt')
    await page.getByRole('textbox').press('Enter')
    await page.getByText('Đang chờ mạng').waitFor(answered)
    await web.start()
    await page.getByText('Lời nhắc trong lúc mất kết nối').waitFor({ timeout: 20_000 })
    await page.getByText('Trợ lý đã nhận: viết lúc máy chủ tắt').waitFor({ timeout: 20_000 })
    expect(await page.getByText('Lời nhắc trong lúc mất kết nối').count()).toBe(1)
    expect(texts(web.chat.heard)).toEqual(['viết lúc máy chủ tắt'])
  })

  it('shows two tabs the same conversation', async () => {
    const { page, context, web } = await open()
    await button(page, 'Khai sinh cho cháu').waitFor(answered)
    const other = await context.newPage()
    await other.goto(`${web.base}/chat`)
    await button(other, 'Khai sinh cho cháu').waitFor(answered)
    await other.getByRole('textbox').fill('từ trang thứ hai')
    await other.getByRole('textbox').press('Enter')
    await page.getByText('Trợ lý đã nhận: từ trang thứ hai').waitFor(answered)
    // What the other tab sent comes from that tab, the answer from the server.
    await page.getByText('từ trang thứ hai', { exact: true }).waitFor(answered)
    expect(await page.getByText('từ trang thứ hai', { exact: true }).count()).toBe(1)
    expect(web.chat.heard.filter(({ event }) => event.kind === 'start')).toHaveLength(1)
  })

  it('holds what is sent too fast, says so, and sends it later in order', async () => {
    const { page, web } = await open(phone, { limits: { messagesPerSession: 3 } })
    await button(page, 'Khai sinh cho cháu').waitFor(answered)
    await page.clock.install()
    for (const text of ['a1', 'a2', 'a3', 'a4']) {
      await page.getByRole('textbox').fill(text)
      await page.getByRole('textbox').press('Enter')
    }
    await page.getByText('Tin gửi hơi nhanh').waitFor(answered)
    await page.screenshot({ path: `${output}web-chat-360-too-many.png`, animations: 'disabled' })
    expect(texts(web.chat.heard)).toEqual(['a1', 'a2'])
    await page.getByRole('textbox').fill('a5')
    await page.getByRole('textbox').press('Enter')
    expect(texts(web.chat.heard)).toEqual(['a1', 'a2'])
  })

  it('says when the conversation cannot be opened, and opens it by itself later', async () => {
    const web = await startWebChat(browser.webRoot())
    browser.closeLater(web.close)
    web.chat.faults.reading = true
    const { page } = await browser.open(`${web.base}/chat`, phone)
    await page.getByText('Chưa mở được cuộc trò chuyện').waitFor(answered)
    await page.screenshot({ path: `${output}web-chat-360-failed.png`, animations: 'disabled' })
    web.chat.faults.reading = false
    const opened = button(page, 'Khai sinh cho cháu').waitFor(answered)
    // By itself it may be quicker than the finger, and the button is gone.
    await Promise.race([button(page, 'Thử lại ngay').click(), opened])
    await opened
  })

  it('keeps a paste to what is read of one message', async () => {
    const { page, web } = await open()
    await button(page, 'Khai sinh cho cháu').waitFor(answered)
    await page.getByRole('textbox').focus()
    await page.keyboard.insertText('a'.repeat(12_000))
    await page.keyboard.press('Enter')
    await vi.waitFor(() => expect(texts(web.chat.heard)[0]).toHaveLength(10_000), answered)
    expect(await scrollsSideways(page)).toBe(false)
  })

  it('switches to English and back, and tells the assistant', async () => {
    const { page, web } = await open()
    await button(page, 'Khai sinh cho cháu').waitFor(answered)
    expect(await page.locator('html').getAttribute('lang')).toBe('vi')
    await button(page, 'English').click()
    await button(page, 'Send').waitFor(answered)
    expect(await page.locator('html').getAttribute('lang')).toBe('en')
    expect(await page.title()).toBe('Một Cửa assistant')
    await page.getByText('From here on the assistant speaks English.').waitFor(answered)
    await page.screenshot({ path: `${output}web-chat-360-english.png`, animations: 'disabled' })
    await page.reload()
    await button(page, 'Tiếng Việt').click()
    await button(page, 'Gửi').waitFor(answered)
    await page.getByText('Trợ lý nói tiếng Việt.').waitFor(answered)
    expect(web.chat.heard.slice(1).map(({ event }) => event)).toEqual([
      { kind: 'language', lang: 'en' },
      { kind: 'language', lang: 'vi' },
    ])
  })

  it('leaves who reads further up where they are, and shows the way to what is new', async () => {
    const { page, web } = await open()
    await toPapers(page)
    await page.evaluate('window.scrollTo(0, 0)')
    // The page hears of it with its next frame.
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))')
    await vi.waitFor(async () => expect(await page.evaluate<number>('window.scrollY')).toBe(0))
    web.chat.say(web.chat.heard[0]?.chat ?? '', { blocks: [{ kind: 'text', text: 'Lời nhắc mới' }] })
    await button(page, 'Có tin mới').waitFor(answered)
    expect(await page.evaluate<number>('window.scrollY')).toBe(0)
    await button(page, 'Có tin mới').click()
    await vi.waitFor(async () => expect(await button(page, 'Có tin mới').count()).toBe(0), answered)
    expect(await page.getByText('Lời nhắc mới').isVisible()).toBe(true)
  })

  it('keeps what is read in its place when the text is made larger', async () => {
    const { page } = await open()
    await toPapers(page)
    const read = page.getByText('Cha mẹ cháu đã đăng ký kết hôn chưa?')
    await read.evaluate((element) => element.scrollIntoView({ block: 'start' }))
    // Out from under the header.
    await page.evaluate('window.scrollBy(0, -90)')
    const top = async () => (await read.boundingBox())?.y ?? Number.NaN
    const before = await top()
    await button(page, 'Chữ to hơn').click()
    await button(page, 'Chữ to hơn').click()
    expect(await page.locator('html').getAttribute('data-size')).toBe('26')
    await vi.waitFor(async () => expect(Math.abs((await top()) - before)).toBeLessThan(60), answered)
  })

  it('shows the newest question whole above the text box', async () => {
    const { page } = await open()
    await button(page, 'Khai sinh cho cháu').click()
    await button(page, 'Đã đăng ký').click()
    const last = button(page, /^Chưa có, cháu sinh ở nhà/)
    await last.waitFor(answered)
    await vi.waitFor(async () => {
      const box = await last.boundingBox()
      const footer = await page.locator('footer').boundingBox()
      expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(footer?.y ?? 0)
    }, answered)
  })

  describe.each<[string, BrowserContextOptions]>([
    ['360 light', phone],
    ['360 dark', { ...phone, colorScheme: 'dark' }],
    ['360 at 200%', { ...phone, viewport: { width: 180, height: 370 } }],
    ['768', { viewport: { width: 768, height: 1024 } }],
    ['1440', { viewport: { width: 1440, height: 900 } }],
    ['1440 at 200%', { viewport: { width: 720, height: 450 } }],
    ['1920', { viewport: { width: 1920, height: 1080 } }],
  ])('at %s', (name, options) => {
    it.each(['18', '26'])('can be read and touched, text of %s px', async (size) => {
      const { page, problems } = await open(options)
      for (let step = 18; step < Number(size); step += 4) await button(page, 'Chữ to hơn').click()
      await toPapers(page)
      await button(page, /^Giấy chứng sinh/).click()
      await vi.waitFor(async () =>
        expect(await button(page, /^Giấy chứng sinh/).getAttribute('aria-pressed')).toBe('true'),
      )
      await page
        .getByRole('textbox')
        .fill('em ở xã Thượng Phúc, chữ dài không dấu cách: '.concat('x'.repeat(90)))
      await page.getByRole('textbox').press('Enter')
      await page.getByText('Trợ lý đã nhận').waitFor(answered)
      expect(await scrollsSideways(page)).toBe(false)
      expect(Math.min(...(await textSizes(page)))).toBeGreaterThanOrEqual(Number(size))
      const small = (await controlSizes(page)).filter(({ width, height }) => width < 48 || height < 48)
      expect(small).toEqual([])
      expect((await lowestContrast(page)).ratio).toBeGreaterThanOrEqual(7)
      expect(problems).toEqual([])
      await page.screenshot({
        path: `${output}web-chat-${name.replaceAll(' ', '-')}-${size}.png`,
        animations: 'disabled',
      })
    })
  })

  it('has no motion for who asked for none', async () => {
    const { page } = await open({ ...phone, reducedMotion: 'reduce' })
    await button(page, 'Khai sinh cho cháu').waitFor(answered)
    const animation = "getComputedStyle(document.querySelector('.message')).animationName"
    expect(await page.evaluate<string>(animation)).toBe('none')
  })

  it('installs as an app', async () => {
    const { page, web } = await open()
    const href = await page.locator('link[rel=manifest]').getAttribute('href')
    const manifest = appManifest.parse(await (await fetch(new URL(href ?? '', web.base))).json())
    for (const { src } of manifest.icons) {
      const icon = await fetch(new URL(src, web.base))
      expect(icon.headers.get('content-type')).toBe('image/png')
    }
    await page.evaluate('navigator.serviceWorker.ready.then(() => true)')
  })

  it('prints what was said without its controls', async () => {
    const { page } = await open()
    await toPapers(page)
    await page.emulateMedia({ media: 'print' })
    expect(await page.getByRole('textbox').isVisible()).toBe(false)
    expect(await page.getByText('Lệ phí').isVisible()).toBe(true)
  })

  it('loads at most 150 KB of script, compressed, from this server alone', async () => {
    const { page, hosts, web } = await open()
    await button(page, 'Khai sinh cho cháu').waitFor(answered)
    const size = await page.evaluate<number>(
      "performance.getEntriesByType('resource').filter((r) => r.name.endsWith('.js')).reduce((sum, r) => sum + r.encodedBodySize, 0)",
    )
    expect(size).toBeGreaterThan(0)
    expect(size).toBeLessThanOrEqual(150 * 1024)
    expect([...hosts]).toEqual([web.base])
  })

  it.each<[string, BrowserContextOptions]>([
    ['360', phone],
    ['1440', { viewport: { width: 1440, height: 900 } }],
  ])('has a front page that says what runs, at %s', async (name, options) => {
    const { page, problems } = await open(options, { path: '/' })
    await page.screenshot({ path: `${output}front-${name}.png`, animations: 'disabled' })
    expect(await scrollsSideways(page)).toBe(false)
    expect((await lowestContrast(page)).ratio).toBeGreaterThanOrEqual(7)
    expect(problems).toEqual([])
    await page.getByRole('link', { name: /Hỏi trợ lý/ }).click()
    await button(page, 'Khai sinh cho cháu').waitFor(answered)
  })

  it('shows its API documentation under its own policy', async () => {
    const { page, problems } = await open({ viewport: { width: 1440, height: 900 } }, { path: '/docs' })
    await page.getByText('/api/chat/messages').waitFor(answered)
    expect(problems).toEqual([])
  })
})
