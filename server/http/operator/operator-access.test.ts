import { randomBytes } from 'node:crypto'
import cookie from '@fastify/cookie'
import fastify from 'fastify'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.ts'
import type { QueueLook } from '../../../workers/queue/look-at-queue.ts'
import { createOperatorAccess } from './operator-access.ts'
import { createOperatorLink } from './operator-links.ts'
import { queuePage } from './queue-page.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  return database.drop
})

async function site() {
  const clock = { now: Date.parse('2026-11-21T08:00:00+07:00') }
  const access = createOperatorAccess({
    pool: database.pool,
    key: randomBytes(32),
    https: false,
    style: null,
    now: () => clock.now,
  })
  const looks: { now: QueueLook[] | null } = { now: null }
  const app = fastify()
  onTestFinished(() => app.close())
  await app.register(cookie)
  await app.register(access.routes)
  app.get('/connect/zalo-oa', { onRequest: access.require('zalo-oa') }, async () => 'within')
  app.get('/connect/zalo-login', { onRequest: access.require('zalo-login') }, async () => 'within')
  await app.register(
    queuePage({
      operators: access,
      look: async () => looks.now,
      depth: async () => ({ events: 3, messages: 14 }),
    }),
  )
  const open = (url: string, cookies: Record<string, string> = {}) =>
    app.inject({ url, cookies, headers: { accept: 'text/html' } })
  const press = (url: string) =>
    app.inject({
      method: 'POST',
      url,
      payload: '',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
  return { open, press, clock, looks }
}

describe("an operator's link", () => {
  it('opens its page once, and the browser keeps it for a working day', async () => {
    const { open, press, clock } = await site()
    const link = await createOperatorLink(database.pool, 'zalo-oa')
    const shown = await open(link)
    expect(shown.body).toContain('Mở trang')
    expect(shown.headers['cache-control']).toBe('no-store')
    const used = await press(link)
    expect(used).toMatchObject({ statusCode: 303, headers: { location: '/connect/zalo-oa' } })
    const [held] = used.cookies
    expect(held).toMatchObject({ httpOnly: true, path: '/connect/zalo-oa', sameSite: 'Lax' })
    const cookies = { [held?.name ?? '']: held?.value ?? '' }
    expect((await open('/connect/zalo-oa', cookies)).body).toBe('within')
    expect((await press(link)).statusCode).toBe(410)
    clock.now += 8 * 3_600_000 + 1
    expect((await open('/connect/zalo-oa', cookies)).statusCode).toBe(401)
  })

  it('is not used up by looking at it', async () => {
    const { open, press } = await site()
    const link = await createOperatorLink(database.pool, 'zalo-login')
    await open(link)
    await open(link)
    expect((await press(link)).statusCode).toBe(303)
  })

  it('opens no other page, whatever is done to its cookie', async () => {
    const { open, press } = await site()
    const { cookies } = await press(await createOperatorLink(database.pool, 'zalo-oa'))
    const value = cookies[0]?.value ?? ''
    for (const tried of [
      value,
      value.replace('zalo-oa', 'zalo-login'),
      value.slice(0, -1),
      '',
      'x'.repeat(9000),
    ]) {
      const { statusCode, body } = await open('/connect/zalo-login', { 'operator-zalo-login': tried })
      expect(statusCode).toBe(401)
      expect(body).toContain('cli -- link zalo-login')
    }
  })

  it('opens the page of the queues, which says how they are and why what failed did', async () => {
    const { open, press, looks } = await site()
    expect((await open('/queues')).statusCode).toBe(401)
    const { cookies } = await press(await createOperatorLink(database.pool, 'queues'))
    const held = { [cookies[0]?.name ?? '']: cookies[0]?.value ?? '' }
    expect((await open('/queues', held)).body).toContain('chưa nối được')
    looks.now = [
      {
        name: 'reminders',
        counts: { waiting: 7, active: 1, delayed: 22, failed: 0 },
        failures: [{ reason: 'no <answer>', attempts: 2, again: true }],
      },
    ]
    const { body, headers } = await open('/queues', held)
    for (const said of [
      'reminders',
      '</b> 22</li>',
      'no &#60;answer&#62; (2 lần, sẽ thử lại)',
      '</b> 14</li>',
    ])
      expect(body).toContain(said)
    expect(headers['cache-control']).toBe('no-store')
  })

  it('that is older than an hour, or invented, opens nothing and says how to get another', async () => {
    const { press } = await site()
    const old = await createOperatorLink(database.pool, 'zalo-oa')
    await database.pool.query(
      `update operator_link set expires_at = now() - interval '1 second' where used_at is null`,
    )
    for (const path of [old, '/operator/x', `/operator/${'A'.repeat(43)}`]) {
      const { statusCode, body } = await press(path)
      expect(statusCode).toBe(410)
      expect(body).toContain('npm run -s cli -- link')
    }
  })
})
