import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const executablePath = '/usr/bin/chromium'

/**
 * Whether browser suites can run here. Without Chromium they are skipped with a line that says so; with
 * `CI=true` they run all the same, and fail.
 */
export function hasChromium(): boolean {
  if (existsSync(executablePath) || process.env.CI === 'true') return true
  process.stderr.write(
    `skipped: browser suite, no Chromium at ${executablePath} (apt-get install chromium)\n`,
  )
  return false
}

export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath,
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}
