import { createHmac } from 'node:crypto'
import type { FastifyPluginAsync } from 'fastify'
import { Temporal } from 'temporal-polyfill'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadDossierFacts } from '../../../knowledge/dossiers/facts/load-dossier-facts.ts'
import { applyUpdates } from '../../../knowledge/dossiers/register/apply-updates.ts'
import { linkToTestServer } from '../../../test/end-to-end/support/link-to-test-server.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { connect } from '../../database/connect.ts'
import { dossierKey } from '../../dossiers/dossier-key.ts'
import { updateReading } from '../../dossiers/update-reading.ts'
import { createHealth } from '../../health.ts'
import { createLog } from '../../log.ts'
import { createMetrics } from '../../metrics.ts'
import { createHttp, type Http } from '../create-http.ts'
import { dossierPush } from './dossier-push.ts'

const { facts } = await loadDossierFacts()
const reading = await updateReading(() => facts, ['hoan-kiem'])
const secret = 'a shared secret of 32 characters'
const now = '2026-11-21T01:00:00Z'
const empty = `{"sent_at":"${now}","dossiers":[]}`
const code = 'H26.15.3-261120-0012'
const dossier = { code, status: 4, applicant: 'Nguyễn Thị Hà', phone: '0912345678', unit: 'hoan-kiem' }

let database: TestDatabase
const running: Http[] = []
beforeEach(async () => {
  database = await createTestDatabase()
  return database.drop
})
afterEach(async () => {
  await Promise.all(running.splice(0).map((http) => http.close()))
})

async function start({ pool = database.pool, pushed = true } = {}) {
  const lines: string[] = []
  const routes = dossierPush({
    secret,
    reading,
    clock: { now: () => Temporal.Instant.from(now) },
    apply: (updates, asOf) =>
      applyUpdates(pool, updates, {
        ...{ source: 'push', now, asOf },
        key: dossierKey(Buffer.alloc(32, 7)),
        facts,
      }),
  })
  const http = await createHttp({
    log: createLog('info', { write: (line) => void lines.push(line) }),
    health: createHealth(),
    metrics: createMetrics(async () => ({ events: 0, messages: 0 })),
    frontPage: () => ({ units: [], channels: [] }),
    routes: pushed ? [routes as FastifyPluginAsync] : [],
  })
  running.push(http)
  const { app } = http
  const sign = (body: string, key = secret) =>
    `sha256=${createHmac('sha256', key).update(body).digest('hex')}`
  const post = (body: string, signature: string | undefined = sign(body), remoteAddress = '192.0.2.1') =>
    app.inject({
      method: 'POST',
      url: '/webhooks/dossiers',
      remoteAddress,
      headers: {
        'content-type': 'application/json',
        ...(signature === '' ? {} : { 'x-motcua-signature': signature }),
      },
      body,
    })
  const send = (dossiers: unknown, sentAt = now) => post(JSON.stringify({ sent_at: sentAt, dossiers }))
  return { app, lines, sign, post, send }
}

const rows = () => database.db.selectFrom('dossier').select(['code', 'status', 'applicant']).execute()

describe('posting dossiers', () => {
  it('brings them into the register, and the same again has no effect', async () => {
    const { send, lines } = await start()
    const later = '2026-11-21T08:00:01+07:00'
    const first = await send([dossier])
    expect(first.statusCode).toBe(200)
    expect(first.json()).toEqual({ inserted: 1, updated: 0, unchanged: 0, rejected: [] })
    expect((await send([dossier])).json()).toMatchObject({ inserted: 0, unchanged: 1 })
    expect((await send([{ ...dossier, status: 5 }], later)).json()).toMatchObject({ updated: 1 })
    expect(await rows()).toEqual([{ code, status: 5, applicant: 'Nguyễn Thị Hà' }])
    expect(lines.join('')).not.toMatch(/Nguyễn|0912|H26/)
  })

  it('tells of each that is wrong by its place, and takes the others', async () => {
    const { send } = await start()
    const answer = await send([{ ...dossier, due_at: '31/02/2026' }, dossier, { status: 4 }])
    expect(answer.json()).toEqual({
      inserted: 1,
      updated: 0,
      unchanged: 0,
      rejected: [
        { index: 0, reason: 'due_at: is a day or an hour that there is not' },
        { index: 2, reason: 'code: missing' },
      ],
    })
  })

  it('takes a thousand, and an empty list', async () => {
    const { send } = await start()
    const many = Array.from({ length: 1000 }, (_, at) => ({
      ...dossier,
      code: `H26.15.3-261120-${String(at).padStart(4, '0')}`,
    }))
    expect((await send(many)).json()).toMatchObject({ inserted: 1000 })
    expect((await send([])).json()).toMatchObject({ inserted: 0, unchanged: 0 })
    expect((await send([...many, dossier])).statusCode).toBe(400)
  })

  it('takes one that names no unit for one of the only unit that is served', async () => {
    const { send } = await start()
    await send([{ code, status: 4 }])
    expect(await database.db.selectFrom('dossier').select('unit').execute()).toEqual([{ unit: 'hoan-kiem' }])
  })

  it('is as old as it was when it is posted again, by whoever kept it', async () => {
    const { send } = await start()
    const at = (minute: number) => `2026-11-21T00:${minute}:00Z`
    const asked = { ...dossier, status: 5, papers: ['Giấy chứng sinh'] }
    await send([asked], at(10))
    await send([dossier], at(20))
    expect((await send([asked], at(10))).json()).toMatchObject({ updated: 0, unchanged: 1 })
    expect(await rows()).toMatchObject([{ status: 4 }])
    expect((await send([asked], at(30))).json()).toMatchObject({ updated: 1 })
  })

  it('counts as sent now when it says it was sent in the future', async () => {
    const { send } = await start()
    await send([dossier], '2062-11-21T00:00:00Z')
    const [row] = await database.db.selectFrom('dossier').select(['status_at', 'as_of']).execute()
    expect(row).toEqual({ status_at: '2026-11-21T01:00:00.000Z', as_of: '2026-11-21T01:00:00.000Z' })
  })

  it('never takes a dossier back', async () => {
    const { send } = await start()
    await send([{ ...dossier, status: 9, status_at: '2026-11-20T02:00:00Z' }])
    await send([{ ...dossier, status: 4, status_at: '2026-11-19T02:00:00Z' }])
    expect(await rows()).toMatchObject([{ status: 9 }])
  })
})

describe('what is refused', () => {
  it('is whatever is not signed, before anybody looks what it is', async () => {
    const { post, sign } = await start()
    const body = JSON.stringify({ dossiers: [dossier] })
    for (const signature of [
      '',
      sign(body, 'another secret of 32 characters!'),
      sign(`${body} `),
      sign(body).replace('sha256=', ''),
      'sha256=abc',
      `sha1=${'0'.repeat(40)}`,
    ])
      expect((await post(body, signature)).statusCode).toBe(401)
    expect((await post('{', sign(body))).statusCode).toBe(401)
    expect(await rows()).toEqual([])
  })

  it.each([
    '',
    '{',
    '[]',
    'null',
    '{"dossiers":{}}',
    '{"dossiers":[1]}',
    '{"dossiers":[]}',
    '{"sent_at":"hôm qua","dossiers":[]}',
    '\ud800',
  ])('is junk, also with a signature: %j', async (body) => {
    const { post } = await start()
    expect((await post(body)).statusCode).toBe(400)
  })

  it('is what is too large', async () => {
    const { post } = await start()
    expect((await post(`"${'x'.repeat(4 * 1024 * 1024)}"`)).statusCode).toBe(413)
  })

  it('is who posts too often, and nobody else', async () => {
    const { post, sign } = await start()
    const forged = sign('something else')
    for (let call = 0; call < 120; call += 1) expect((await post('{}', forged)).statusCode).toBe(401)
    expect((await post('{}')).statusCode).toBe(429)
    expect((await post(empty, undefined, '192.0.2.2')).statusCode).toBe(200)
  })

  it('is everything without a secret in the settings', async () => {
    const { post } = await start({ pushed: false })
    expect((await post(empty)).statusCode).toBe(404)
  })
})

it('asks for the same again when the database is away', async () => {
  const link = await linkToTestServer()
  const { pool, close } = connect({ connectionString: link.url }, createLog('silent'))
  await link.cut()
  const { send } = await start({ pool })
  const answer = await send([dossier])
  expect(answer.statusCode).toBe(503)
  expect(answer.headers['retry-after']).toBe('5')
  await link.mend()
  expect((await send([dossier])).json()).toMatchObject({ inserted: 1 })
  await close()
  await link.remove()
})

it('is described in the docs', async () => {
  const { app } = await start()
  await app.ready()
  const { paths } = (await app.inject('/docs/json')).json()
  const { requestBody, responses } = paths['/webhooks/dossiers'].post
  const { schema } = Object.values(requestBody.content)[0] as { schema: object }
  expect(JSON.stringify(schema)).toContain('TrangThaiHoSo')
  expect(Object.keys(responses)).toEqual(expect.arrayContaining(['200', '401', '413', '503']))
})
