import type { BrowserContextOptions } from 'playwright-core'
import { describe, expect, it, vi } from 'vitest'
import type { Reply } from '../../bots/dialogue/reply.ts'
import { hasChromium } from './launch-chromium.ts'
import { lowestContrast, scrollsSideways, textSizes } from './page-measures.ts'
import { startWebChat } from './start-web-chat.ts'
import { output, phone, useBrowser } from './use-browser.ts'

const labels = ['Đã nộp', 'Tiếp nhận', 'Giải quyết', 'Có kết quả', 'Đã nhận kết quả']

function dossier(states: ('done' | 'now' | 'waiting' | 'ended' | 'to_come')[]): Reply {
  return {
    blocks: [
      { kind: 'title', text: 'Hồ sơ H26.16.05 – 261120 – 0012' },
      {
        kind: 'text',
        text: 'Hồ sơ cần bổ sung giấy tờ; thời gian giải quyết tạm dừng cho đến khi bổ sung xong.',
      },
      { kind: 'steps', items: states.map((state, at) => ({ label: labels[at] ?? '', state })) },
      {
        kind: 'facts',
        items: [{ label: 'Hẹn trả', value: 'Thứ Sáu 27/11/2026 (tạm dừng từ thứ Hai 23/11)' }],
      },
    ],
    choices: [{ label: 'Thôi báo hồ sơ này', ref: 'd.t.no.7' }],
    asksPhone: 'Gửi số điện thoại của tôi',
  }
}

describe.skipIf(!hasChromium())('the steps of a dossier in the web chat', { timeout: 180_000 }, () => {
  const browser = useBrowser()

  it.each<[string, BrowserContextOptions]>([
    ['360', phone],
    ['360-dark', { ...phone, colorScheme: 'dark' }],
    // As at 200 % zoom on such a phone.
    ['180', { viewport: { width: 180, height: 370 } }],
    ['1440', { viewport: { width: 1440, height: 900 } }],
  ])('are a list that says where it is, at %s', async (name, options) => {
    const web = await startWebChat(browser.webRoot())
    browser.closeLater(web.close)
    const { page, problems } = await browser.open(`${web.base}/chat`, options)
    await vi.waitFor(() => expect(web.chat.listening()).toHaveLength(1))
    const [chat = ''] = web.chat.listening()
    web.chat.say(chat, dossier(['done', 'done', 'waiting', 'to_come', 'to_come']))
    const list = page.getByRole('list', { name: 'Các bước của hồ sơ' })
    await list.waitFor({ timeout: 20_000 })
    expect(await list.getByRole('listitem').allTextContents()).toEqual([
      'Đã nộp: đã qua',
      'Tiếp nhận: đã qua',
      'Giải quyếtđang chờ anh/chị',
      'Có kết quả: chưa tới',
      'Đã nhận kết quả: chưa tới',
    ])
    expect(await list.locator('[aria-current=step]').allTextContents()).toEqual([
      'Giải quyếtđang chờ anh/chị',
    ])
    await list.scrollIntoViewIfNeeded()
    await page.screenshot({ path: `${output}web-chat-${name}-steps.png`, animations: 'disabled' })
    expect(await scrollsSideways(page)).toBe(false)
    expect((await lowestContrast(page)).ratio).toBeGreaterThanOrEqual(7)
    expect(Math.min(...(await textSizes(page)))).toBeGreaterThanOrEqual(16)
    // Sharing a phone number is for channels that can prove one.
    expect(await page.getByText('Gửi số điện thoại').count()).toBe(0)

    web.chat.say(chat, dossier(['done', 'ended', 'to_come', 'to_come', 'to_come']))
    await page.getByText('dừng ở bước này').waitFor({ timeout: 20_000 })
    web.chat.say(chat, dossier(['done', 'done', 'done', 'done', 'done']))
    await vi.waitFor(async () => expect(await list.count()).toBe(3))
    expect(await list.last().locator('[aria-current]').count()).toBe(0)
    expect(problems).toEqual([])
  })
})
