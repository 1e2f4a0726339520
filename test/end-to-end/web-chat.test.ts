import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { hasChromium, launchChromium } from '../browser/launch-chromium.ts'
import { createInstallation, type Installation, type RunningServer } from '../support/start-server.ts'
import { lookIntoDatabase } from './support/look-into-database.ts'
import { tenDaysAgo } from './support/ten-days-ago.ts'

const output = resolve(import.meta.dirname, '../output')
const docs = resolve(import.meta.dirname, '../../docs')
const phone: BrowserContextOptions = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true }
const patience = { timeout: 20_000 }

describe.skipIf(!hasChromium())('the web chat on the real server', { timeout: 180_000 }, () => {
  let installation: Installation
  let server: RunningServer
  let browser: Browser
  const closing: (() => Promise<unknown>)[] = []

  beforeAll(async () => {
    mkdirSync(output, { recursive: true })
    installation = await createInstallation({ LOG_LEVEL: 'trace' })
    ;[server, browser] = await Promise.all([installation.start(), launchChromium()])
  }, 180_000)
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close()
  })
  afterAll(async () => {
    await browser?.close()
    await installation.remove()
  })

  /** Somebody new, who opens the page. What went wrong in it is kept. */
  async function open(path = '/chat', options = phone) {
    const context = await browser.newContext({ ...options, deviceScaleFactor: 2 })
    closing.push(() => context.close())
    const problems: string[] = []
    context.on('weberror', (error) => problems.push(error.error().message))
    context.on('console', (message) => {
      if (message.type() === 'error' || message.text().includes('Content Security Policy'))
        problems.push(message.text())
    })
    context.on('request', (request) => {
      const { origin } = new URL(request.url())
      if (origin !== server.address) problems.push(`a request to ${origin}`)
    })
    const page = await context.newPage()
    await page.goto(`${server.address}${path}`)
    return { context, page, problems }
  }

  const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).last()
  const shows = (page: Page, text: string | RegExp) => page.getByText(text).last().waitFor(patience)
  const picture = (page: Page, name: string) => page.screenshot({ path: `${output}/real-${name}.png` })
  async function write(page: Page, text: string): Promise<void> {
    await page.getByRole('textbox').fill(text)
    await button(page, 'Gửi').tap()
  }

  async function toTheEnd(page: Page, pictures = false): Promise<void> {
    const look = (name: string) => (pictures ? picture(page, name) : undefined)
    await write(page, 'em mới sinh cháu, muốn làm giấy khai sinh')
    await shows(page, 'Cha mẹ cháu đã đăng ký kết hôn chưa?')
    await look('2-question')
    await button(page, 'Đã đăng ký kết hôn').tap()
    await shows(page, 'có ai là người nước ngoài không?')
    await look('3-second-question')
    await button(page, 'Không, đều là người Việt Nam').tap()
    await shows(page, 'Cháu sinh ngày nào')
    await look('4-date')
    await write(page, tenDaysAgo())
    await button(page, 'Chỉ làm khai sinh').tap()
    await shows(page, 'giấy chứng sinh của cơ sở y tế')
    await look('5-four-choices')
    if (pictures && process.env.UPDATE_DOCS === '1') await page.screenshot({ path: `${docs}/web-chat.png` })
    await button(page, 'Có giấy chứng sinh').tap()
    await button(page, 'Đến nộp trực tiếp').tap()
    await shows(page, 'Nộp ở đâu')
  }

  it('walks a citizen to the end of the guide on a phone', async () => {
    const { page, problems } = await open()
    await shows(page, 'Anh/chị cần làm việc gì?')
    expect(await page.getByText('phần mềm').count()).toBe(1)
    await picture(page, '1-welcome')
    await toTheEnd(page, true)
    await shows(page, 'Giấy tờ cần chuẩn bị: Giấy khai sinh')
    await picture(page, '6-end')
    await page.screenshot({ path: `${output}/real-7-whole.png`, fullPage: true })
    const log = page.getByRole('log')
    for (const text of [
      'Lệ phí',
      'không mất tiền',
      'Thời gian giải quyết',
      'Hẹn trả',
      'Giờ làm việc',
      'tức đến hết',
    ])
      expect(await log.innerText()).toContain(text)
    expect(await page.getByRole('link', { name: /Cổng Dịch vụ công/ }).getAttribute('href')).toContain(
      'https://',
    )
    const paper = button(page, /Giấy chứng sinh/)
    await paper.tap()
    await page.locator('[aria-pressed="true"]', { hasText: 'Giấy chứng sinh' }).last().waitFor(patience)
    await shows(page, 'Còn 2 giấy tờ chưa đánh dấu')
    await picture(page, '8-ticked')
    expect(await page.getByText('Nộp ở đâu').count()).toBe(1)
    await write(page, 'giấy tờ của tôi')
    await page.getByText('Còn 2 giấy tờ chưa đánh dấu').nth(1).waitFor(patience)
    expect(problems).toEqual([])
  })

  it('keeps everything over a reload, and over a restart of the server', async () => {
    const { page, problems } = await open('/chat?start=1.001193')
    await button(page, 'Chưa đăng ký').tap()
    await shows(page, 'ghi tên cha vào giấy khai sinh không?')
    const before = await page.getByRole('log').innerText()
    await page.reload()
    await shows(page, 'ghi tên cha vào giấy khai sinh không?')
    expect(await page.getByRole('log').innerText()).toBe(before)
    await page.locator('[aria-pressed="true"]', { hasText: 'Chưa đăng ký' }).waitFor(patience)
    expect(problems).toEqual([])

    expect(await server.stop()).toEqual({ code: 0, signal: null })
    await write(page, 'không')
    await shows(page, 'Đang chờ mạng')
    server = await installation.start()
    await shows(page, 'Bước 3/')
    expect(await page.getByText('Bước 3/').count()).toBe(1)
  })

  it('sends exactly once what was written without a network', async () => {
    const { page, context } = await open('/chat?start=1.001193')
    await shows(page, 'Cha mẹ cháu đã đăng ký kết hôn chưa?')
    await page.evaluate('navigator.serviceWorker.ready.then(() => true)')
    await context.setOffline(true)
    await shows(page, 'Đang mất kết nối')
    await write(page, 'đã đăng ký kết hôn')
    await shows(page, 'Đang chờ mạng')
    await page.reload()
    await shows(page, 'Đang chờ mạng')
    await picture(page, '9-offline')
    await context.setOffline(false)
    await shows(page, 'có ai là người nước ngoài không?')
    expect(await page.getByText('có ai là người nước ngoài không?').count()).toBe(1)
    const stored = await lookIntoDatabase(installation, async (client) => {
      const text = `select count(*)::int as count from inbox where event->'event'->>'text' = 'đã đăng ký kết hôn'`
      return (await client.query<{ count: number }>(text)).rows[0]?.count
    })
    expect(stored).toBe(1)
  })

  it('shows a second tab the same conversation, as it goes on', async () => {
    const { page, context, problems } = await open('/chat?start=1.001193')
    await shows(page, 'Cha mẹ cháu đã đăng ký kết hôn chưa?')
    const other = await context.newPage()
    await other.goto(`${server.address}/chat`)
    await button(other, 'Đã đăng ký kết hôn').tap()
    await shows(page, 'có ai là người nước ngoài không?')
    await button(page, 'Không, đều là người Việt Nam').tap()
    await shows(other, 'Cháu sinh ngày nào')
    expect(await other.getByText('phần mềm').count()).toBe(1)
    expect(problems).toEqual([])
  })

  it('speaks English after one tap, in the page and in the answers', async () => {
    const { page, problems } = await open('/chat?start=1.001193')
    await shows(page, 'Cha mẹ cháu đã đăng ký kết hôn chưa?')
    await button(page, 'English').tap()
    await shows(page, /Step 1/)
    expect(await page.locator('html').getAttribute('lang')).toBe('en')
    await picture(page, '10-english')
    await page.getByRole('textbox').fill('1')
    await button(page, 'Send').tap()
    await shows(page, /Step 2/)
    await button(page, 'Tiếng Việt').tap()
    await shows(page, 'có ai là người nước ngoài không?')
    expect(problems).toEqual([])
  })

  it('changes its own labels when the language is asked for in words, and keeps them over a reload', async () => {
    const { page, problems } = await open('/chat?start=1.001193')
    await shows(page, 'Cha mẹ cháu đã đăng ký kết hôn chưa?')
    await page.getByRole('textbox').fill('english')
    await button(page, 'Gửi').tap()
    await button(page, 'Send').waitFor()
    expect(await page.locator('html').getAttribute('lang')).toBe('en')
    await page.reload()
    await button(page, 'Send').waitFor()
    await page.getByRole('textbox').fill('tieng viet')
    await button(page, 'Send').tap()
    await button(page, 'Gửi').waitFor()
    expect(await page.locator('html').getAttribute('lang')).toBe('vi')
    expect(problems).toEqual([])
  })

  it('shows what people write as they wrote it, never as markup', async () => {
    const { page, problems } = await open()
    await shows(page, 'Anh/chị cần làm việc gì?')
    const text = '<img src=x onerror=alert(1)> & *đậm* \u202eđảo\u202c'
    await write(page, text)
    await shows(page, 'chưa hiểu')
    expect(await page.getByText('<img src=x').count()).toBe(1)
    expect(problems).toEqual([])
  })

  it('has a front page that says what runs and leads to the chat', async () => {
    const { page, problems } = await open('/')
    await shows(page, /phường Hoàn Kiếm/i)
    await picture(page, '0-front')
    await page.getByRole('link', { name: 'Hỏi trợ lý' }).tap()
    await shows(page, 'Anh/chị cần làm việc gì?')
    expect(problems).toEqual([])
  })

  it('keeps its session from scripts, and its log without words of people', async () => {
    const { context, page } = await open()
    await shows(page, 'Anh/chị cần làm việc gì?')
    const [cookie] = await context.cookies()
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax' })
    const log = installation.output()
    for (const text of ['giấy khai sinh', tenDaysAgo(), 'onerror', cookie?.value ?? 'cookie'])
      expect(log).not.toContain(text)
  })
})
