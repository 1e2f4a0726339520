import type { BrowserContextOptions, Page } from 'playwright-core'
import decodeQR from 'qr/decode.js'
import { Temporal } from 'temporal-polyfill'
import { beforeAll, describe, expect, it } from 'vitest'
import type { KnowledgeParts } from '../../bots/flows/create-knowledge.ts'
import { loadLifeEvents } from '../../knowledge/life-events/load-life-events.ts'
import { loadProcedures } from '../../knowledge/procedures/load-procedures.ts'
import { builtInProcedures } from '../../knowledge/procedures/read-sources.ts'
import { createHealth } from '../../server/health.ts'
import { createHttp } from '../../server/http/create-http.ts'
import { procedurePages } from '../../server/http/procedure-pages/routes.ts'
import { createLog } from '../../server/log.ts'
import { createMetrics } from '../../server/metrics.ts'
import { madeUpKnowledge, noMatch } from '../support/made-up-procedures.ts'
import { hasChromium } from './launch-chromium.ts'
import { controlSizes, lowestContrast, scrollsSideways, textSizes } from './page-measures.ts'
import { output, phone, useBrowser } from './use-browser.ts'

const desk = { viewport: { width: 1440, height: 900 } }
const now = Temporal.Instant.from('2026-11-21T03:00:00Z')
const today = Temporal.PlainDate.from('2026-11-21')
const ownAddress = 'https://motcua.hoankiem.example.vn'

describe.skipIf(!hasChromium())('the pages of procedures', { timeout: 180_000 }, () => {
  const browser = useBrowser()
  let parts: KnowledgeParts

  beforeAll(async () => {
    const { catalogue } = await loadProcedures(builtInProcedures)
    const { events } = await loadLifeEvents((code) => catalogue.current(code) !== undefined)
    parts = await madeUpKnowledge({
      catalogue,
      lifeEvents: events,
      match: (text) =>
        text.includes('sinh')
          ? { ...noMatch, decision: 'procedure', procedures: [{ code: '1.001193', name: '', score: 1 }] }
          : noMatch,
    })
  })

  async function open(path: string, options: BrowserContextOptions = phone) {
    const http = await createHttp({
      log: createLog('silent'),
      health: createHealth(),
      metrics: createMetrics(async () => ({ events: 0, messages: 0 })),
      frontPage: () => ({ units: [], channels: [] }),
      routes: [
        procedurePages({
          knowledge: () => parts,
          clock: { now: () => now },
          publicUrl: ownAddress,
          channels: (code) => [
            { label: 'Telegram', url: `https://t.me/MotCuaHoanKiemBot?start=${code.replaceAll('.', '_')}` },
          ],
          webRoot: browser.webRoot(),
        }),
      ],
      webRoot: browser.webRoot(),
    })
    browser.closeLater(http.close)
    const base = await http.listen({ host: '127.0.0.1', port: 0 })
    const opened = await browser.open(`${base}${path}`, options)
    await opened.page.evaluate('document.fonts.ready.then(() => true)')
    return { base, ...opened }
  }

  /** A page that is fit for a cheap telephone in an elderly hand. */
  async function expectReadable(page: Page, contrast = 7): Promise<void> {
    expect(await scrollsSideways(page)).toBe(false)
    expect(Math.min(...(await textSizes(page)))).toBeGreaterThanOrEqual(16)
    const small = (await controlSizes(page)).filter(
      ({ width, height }) => height > 0 && Math.min(width, height) < 48,
    )
    expect(small).toEqual([])
    expect(await lowestContrast(page)).toMatchObject({
      ratio: expect.toSatisfy((one: number) => one >= contrast),
    })
  }

  it.each([
    ['list', '/thu-tuc'],
    ['search', '/thu-tuc?q=em+moi+sinh+chau'],
    ['nothing', '/thu-tuc?q=vay+tien'],
    ['event', '/thu-tuc?event=sinh_con'],
    ['field', '/thu-tuc?field=ho-tich'],
    ['procedure', '/thu-tuc/1.001193'],
    ['missing', '/thu-tuc/1.999999'],
    ['error', '/thu-tuc/1.001193/in'],
  ])('is readable on a phone and a desk, in both languages and the dark: %s', async (name, path) => {
    const english = `${path}${path.includes('?') ? '&' : '?'}lang=en`
    const { page, base, problems, hosts } = await open(path)
    await expectReadable(page)
    await page.screenshot({ path: `${output}procedures-360-${name}.png`, fullPage: true })
    await page.goto(base + english)
    await expectReadable(page)
    await page.screenshot({ path: `${output}procedures-360-${name}-en.png`, fullPage: true })
    await page.emulateMedia({ colorScheme: 'dark' })
    await expectReadable(page)
    await page.emulateMedia({ colorScheme: 'light' })
    await page.setViewportSize({ width: 320, height: 568 })
    expect(await scrollsSideways(page)).toBe(false)
    await page.setViewportSize(desk.viewport)
    await page.goto(base + path)
    expect(await scrollsSideways(page)).toBe(false)
    await page.screenshot({ path: `${output}procedures-1440-${name}.png` })
    expect(problems.filter((problem) => !problem.includes('404'))).toEqual([])
    expect([...hosts]).toEqual([base])
  })

  it('works without JavaScript: look for it, open it, go to the assistant', async () => {
    const { page, base } = await open('/thu-tuc', { ...phone, javaScriptEnabled: false })
    await page.getByLabel('Anh/chị cần làm việc gì?').fill('em mới sinh cháu')
    await page.getByRole('button', { name: 'Tìm' }).tap()
    await page.waitForURL(({ searchParams }) => searchParams.get('q') === 'em mới sinh cháu')
    await page.getByRole('link', { name: 'Giấy khai sinh', exact: true }).tap()
    await page.waitForURL(`${base}/thu-tuc/1.001193`)
    expect(await page.getByRole('button').count()).toBe(0)
    expect(await page.getByText('chọn “In”').isVisible()).toBe(true)
    const ask = page.getByRole('link', { name: 'Hỏi trợ lý về việc này' })
    expect(await ask.getAttribute('href')).toBe('/chat?start=1.001193')
    await page.getByRole('link', { name: 'English' }).tap()
    await page.waitForURL(`${base}/thu-tuc/1.001193?lang=en`)
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Birth certificate')
  })

  it('opens a field and finds everything with the keyboard alone', async () => {
    const { page } = await open('/thu-tuc', desk)
    expect(await page.getByRole('link', { name: 'Giấy khai sinh', exact: true }).isVisible()).toBe(false)
    await page.locator('summary', { hasText: 'Hộ tịch' }).focus()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.className')).toBe('name')
    expect(await page.evaluate('getComputedStyle(document.activeElement).outlineWidth')).toBe('3px')
    expect(await page.getByRole('link', { name: 'Giấy khai sinh', exact: true }).isVisible()).toBe(true)
  })

  it('prints at the press of a button where there is JavaScript', async () => {
    const { page } = await open('/thu-tuc/1.001193#in')
    await page.evaluate('window.print = () => { document.title = "in" }')
    await page.getByRole('button', { name: 'In tờ rơi' }).tap()
    expect(await page.getByText('Mở trình đơn').count()).toBe(0)
    expect(await page.title()).toBe('in')
  })

  describe('on paper', () => {
    /** In pixels. */
    const a5 = { width: (148 / 25.4) * 96, height: (210 / 25.4) * 96 }
    /** So many pixels are whole points. */
    const step = 4
    /** Of every page, in points. */
    const heights = (pdf: Buffer) =>
      [...pdf.toString('latin1').matchAll(/\/MediaBox\s*\[0 0 [\d.]+ ([\d.]+)\]/g)].map(([, points]) =>
        Number(points),
      )

    it('is an A5 leaflet in big type, with what one needs and none of the rest', async () => {
      const { page } = await open('/thu-tuc/1.001193', desk)
      const pdf = await page.pdf({ preferCSSPageSize: true })
      const [, width, height] = /\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf.toString('latin1')) ?? []
      // 148 × 210 mm, in points.
      expect(Number(width)).toBeCloseTo(419.5, -0.5)
      expect(Number(height)).toBeCloseTo(595.3, -0.5)
      expect(heights(pdf).length).toBeLessThanOrEqual(2)
      await page.setViewportSize({ width: 491, height: 740 })
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
      await page.screenshot({ path: `${output}procedures-leaflet.png`, fullPage: true })
      expect(Math.min(...(await textSizes(page)))).toBeGreaterThanOrEqual(13 * (96 / 72) - 0.01)
      const said = await page.locator('body').innerText()
      for (const part of [
        'Giấy khai sinh',
        'Ai nộp hồ sơ',
        'Lệ phí',
        'Thời gian giải quyết',
        'Nộp ở đâu',
        '21/11/2026',
      ])
        expect(said).toContain(part)
      expect(said).toContain('* Chưa kiểm chứng, anh/chị hỏi lại cán bộ khi nộp.')
      expect(said).toContain(`${ownAddress}/chat?start=1.001193`)
      expect(said).toContain('https://t.me/MotCuaHoanKiemBot?start=1_001193')
      expect(said).not.toMatch(/English|Tất cả thủ tục|In tờ rơi|60\/2014/)
      expect((await lowestContrast(page)).ratio).toBeGreaterThan(7)
    })

    it('has codes that lead where the addresses below them do', async () => {
      const { page } = await open('/thu-tuc/local.tuyen-sinh-dau-cap', { ...desk, deviceScaleFactor: 2 })
      await page.emulateMedia({ media: 'print' })
      const shown = page.locator('.codes li')
      expect(await shown.count()).toBe(2)
      for (const item of await shown.all()) {
        const address = await item.locator('span').innerText()
        const image = await item.locator('svg').screenshot()
        expect(decodeQR(await dotsOf(page, image))).toBe(address)
      }
      expect(await shown.locator('span').allInnerTexts()).toEqual([
        `${ownAddress}/chat?start=local.tuyen-sinh-dau-cap`,
        'https://t.me/MotCuaHoanKiemBot?start=local_tuyen-sinh-dau-cap',
      ])
    })

    it.each(['vi', 'en'])('never needs more than two sides, whichever the procedure: %s', async (lang) => {
      const codes = parts.catalogue.all(today).map(({ code }) => code)
      const addresses = codes.map((code) => `/thu-tuc/${code}?lang=${lang}`)
      const { page } = await open(`/thu-tuc?lang=${lang}`, { ...desk, bypassCSP: true })
      // All in one go; each on paper that is a little longer than the one before, at its lower edge.
      await page.evaluate(
        `(async (addresses) => {
          const style = document.createElement('style')
          const mains = await Promise.all(addresses.map(async (address, at) => {
            const html = await (await fetch(address)).text()
            const main = new DOMParser().parseFromString(html, 'text/html').querySelector('main')
            style.append('@page leaflet' + at + '{size:' + ${a5.width} + 'px ' + (${a5.height} + ${step} * at) + 'px;margin-bottom:calc(8mm + ' + ${step} * at + 'px)}')
            style.append('#leaflet' + at + '{page:leaflet' + at + ';break-before:page}')
            main.id = 'leaflet' + at
            return main
          }))
          document.querySelector('main').replaceWith(...mains)
          document.head.append(style)
        })(${JSON.stringify(addresses)})`,
      )
      const pdf = await page.pdf({ preferCSSPageSize: true })
      const sides = new Map<string, number>()
      for (const height of heights(pdf)) {
        const code = codes[Math.round((height / 0.75 - a5.height) / step)] ?? 'none'
        sides.set(code, (sides.get(code) ?? 0) + 1)
      }
      expect([...sides.keys()]).toEqual(codes)
      expect([...sides].filter(([, count]) => count > 2)).toEqual([])
      // Most of those that are summed up need one.
      expect([...sides].filter(([, count]) => count === 1).length).toBeGreaterThan(codes.length / 5)
    })
  })
})

/** The picture's dots, as the page's own canvas reads them. */
async function dotsOf(page: Page, png: Buffer) {
  const { width, height, data } = await page.evaluate<{ width: number; height: number; data: number[] }>(
    `(async (bytes) => {
      const image = await createImageBitmap(new Blob([new Uint8Array(bytes)], { type: 'image/png' }))
      const { width, height } = image
      const canvas = new OffscreenCanvas(width, height).getContext('2d')
      canvas.drawImage(image, 0, 0)
      return { width, height, data: [...canvas.getImageData(0, 0, width, height).data] }
    })(${JSON.stringify([...png])})`,
  )
  return { width, height, data: Uint8Array.from(data) }
}
