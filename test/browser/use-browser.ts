import { mkdirSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { launchChromium } from './launch-chromium.ts'
import { buildWebApp } from './start-web-chat.ts'

/** Where screenshots go, with a slash at its end. */
export const output = fileURLToPath(new URL('../output/', import.meta.url))

/** A cheap telephone. */
export const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true }

export interface OpenPage {
  context: BrowserContext
  page: Page
  /** What went wrong on the page or was complained of in its console. */
  problems: string[]
  /** Origins that anything was asked of. */
  hosts: Set<string>
}

export interface BrowserInUse {
  /** The built web app's folder. */
  webRoot(): string
  /** Has something closed after the test that runs, the last opened first. */
  closeLater(close: () => Promise<unknown>): void
  open(address: string, options: BrowserContextOptions): Promise<OpenPage>
}

/** The web app built once and one browser for the tests of a `describe`; what a test opens is closed after it. */
export function useBrowser(): BrowserInUse {
  const shared: { browser?: Browser; webRoot: string } = { webRoot: '' }
  const closing: (() => Promise<unknown>)[] = []

  beforeAll(async () => {
    mkdirSync(output, { recursive: true })
    shared.webRoot = await buildWebApp()
    shared.browser = await launchChromium()
  }, 180_000)
  afterAll(async () => {
    await shared.browser?.close()
    rmSync(shared.webRoot, { recursive: true })
  })
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close()
  })

  return {
    webRoot: () => shared.webRoot,
    closeLater: (close) => void closing.push(close),
    async open(address, options) {
      if (!shared.browser) throw new Error('there is a browser only while tests run')
      const context = await shared.browser.newContext(options)
      closing.push(() => context.close())
      const page = await context.newPage()
      const problems: string[] = []
      const hosts = new Set<string>()
      page.on('pageerror', (error) => problems.push(error.message))
      page.on('console', (message) => {
        if (message.type() === 'error') problems.push(message.text())
      })
      page.on('request', (request) => hosts.add(new URL(request.url()).origin))
      await page.goto(address)
      return { context, page, problems, hosts }
    },
  }
}
