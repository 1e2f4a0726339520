import { randomBytes } from 'node:crypto'
import { expect, it, onTestFinished, vi } from 'vitest'
import { openTelegram } from '../../server/channels/open-telegram.ts'
import { loadConfig } from '../../server/config.ts'
import { createHealth } from '../../server/health.ts'
import { createLog } from '../../server/log.ts'
import { createMetrics } from '../../server/metrics.ts'
import type { Site } from '../../server/site.ts'
import { startTelegramEmulator } from '../emulators/telegram/telegram-emulator.ts'
import { createTestDatabase } from '../support/database.ts'
import { say } from './set-up.ts'

/** The channel as a process of these roles opens it. */
async function open(roles: string) {
  const emulator = await startTelegramEmulator()
  onTestFinished(emulator.close)
  const database = await createTestDatabase()
  onTestFinished(database.drop)
  const environment = { ROLES: roles, TELEGRAM_BOT_TOKEN: emulator.token, TELEGRAM_API_ROOT: emulator.url }
  const health = createHealth()
  const site: Pick<Site, 'config' | 'log' | 'health' | 'metrics' | 'open'> = {
    config: loadConfig(environment, new Set(['phuong-hoan-kiem'])),
    log: createLog('info', { write: () => {} }),
    health,
    metrics: createMetrics(async () => ({ events: 0, messages: 0 })),
    open: {
      ...database,
      turnPool: database.pool,
      connection: {},
      secret: randomBytes(32),
      close: async () => {},
    },
  }
  const opened = openTelegram(site as Site, () => Promise.reject(new Error('nothing is taken in')))
  return { emulator, opened, health }
}

it('only sends in a process that has the role of workers alone', async () => {
  const { emulator, opened, health } = await open('workers')
  await opened?.start()
  const user = emulator.user()
  user.send('chào')
  const sent = await opened
    ?.sender?.()
    ?.send({ id: '1', chat: String(user.id), reply: say('tin'), window: null })
  expect(sent).toMatchObject({ ok: true })
  expect(opened?.channel).toBeUndefined()
  await vi.waitFor(async () => expect((await health.report()).parts.telegram.status).toBe('ok'))
  expect(emulator.counts.get('getUpdates')).toBeUndefined()
  expect(emulator.counts.get('setWebhook')).toBeUndefined()
  await opened?.stop()
})

it('is none of the business of a process that serves pages alone, where it is polled', async () => {
  expect((await open('http')).opened).toBeUndefined()
})
