import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished, vi } from 'vitest'
import { listSetAside } from '../../bots/inbox/list-set-aside.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { begunWhenKilled } from './support/begun-when-killed.ts'
import { type Api, type Killable, startApi, startKillable } from './support/killable.ts'
import { incoming } from './support/start.ts'
import { answersTo, startTalkers, type Talkers } from './support/talkers.ts'

const patience = { timeout: 60_000, interval: 25 }
const kills = 5
const chats = Array.from({ length: 32 }, (_, index) => `talker${index}`)

it('loses no message and runs no turn twice when it is killed under load', async () => {
  const database = await createTestDatabase()
  onTestFinished(() => database.drop())
  const api = await startApi(10, ({ chat, words }) => talkers.hear(chat, words))
  onTestFinished(() => api.close())
  const alive: { process: Killable | undefined } = { process: undefined }
  const talkers = startTalkers(chats, Number.POSITIVE_INFINITY, (one) =>
    alive.process ? alive.process.store(one) : Promise.reject(new Error('Nobody there')),
  )
  onTestFinished(() => talkers.end())
  onTestFinished(() => alive.process?.kill())

  talkers.begin()
  let begun = 0
  for (let nth = 1; nth <= kills; nth++) {
    alive.process = await startKillable(database.connection, api.url)
    await busyAgain(database, api, 1)
    await alive.process.kill()
    alive.process = undefined
    begun += await begunWhenKilled(database.pool)
  }
  alive.process = await startKillable(database.connection, api.url)

  const unknown = await expectAllAnswered(database, api, talkers)
  expect(unknown).toBeLessThanOrEqual(begun)
}, 120_000)

it('never counts as sent what was killed while its channel made it wait', async () => {
  const database = await createTestDatabase()
  onTestFinished(() => database.drop())
  const api = await startApi(0, () => {})
  onTestFinished(() => api.close())
  const door = { asked: 0, open: false }
  const admission = createServer((_request, response) => {
    door.asked += 1
    if (door.open) response.end()
  })
  await new Promise<void>((resolve) => admission.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    admission.closeAllConnections()
    admission.close()
  })
  const address = `http://127.0.0.1:${(admission.address() as AddressInfo).port}`
  const start = async () => {
    const one = await startKillable(database.connection, api.url, address)
    onTestFinished(() => one.kill())
    return one
  }
  const outbox = async () =>
    (await database.pool.query('select status, unknown_outcomes, failure from outbox order by id')).rows

  // Once just written by its turn, twice claimed from what waits.
  for (let deaths = 1; deaths <= 3; deaths += 1) {
    const process = await start()
    if (deaths === 1) await process.store(incoming('waits', 'một'))
    await vi.waitFor(() => expect(door.asked).toBe(deaths), patience)
    await process.kill()
    expect(await outbox()).toEqual([{ status: 'pending', unknown_outcomes: 0, failure: null }])
  }
  door.open = true
  await start()
  await vi.waitFor(async () => {
    expect(await outbox()).toEqual([{ status: 'sent', unknown_outcomes: 0, failure: null }])
  }, patience)
  expect(api.received('waits')).toEqual(['1: một'])
}, 120_000)

it('sets aside an event that ends the process whenever it is run', async () => {
  const database = await createTestDatabase()
  onTestFinished(() => database.drop())
  const api = await startApi(0, () => {})
  onTestFinished(() => api.close())
  const poison = incoming('victim', 'die now')
  const first = await startKillable(database.connection, api.url)
  onTestFinished(() => first.kill())
  await first.store(incoming('victim', 'trước'))
  await vi.waitFor(() => expect(api.received('victim')).toEqual(['1: trước']), patience)
  await first.store(poison).catch(() => {})
  for (let deaths = 0; deaths < 6 && !api.received('victim').includes('sorry'); deaths++) {
    const next = await startKillable(database.connection, api.url).catch(() => undefined)
    if (!next) continue
    onTestFinished(() => next.kill())
    await vi.waitFor(async () => {
      const gone = await next.store(incoming('witness', `còn sống ${deaths}`)).catch(() => 'gone')
      expect(gone === 'gone' || api.received('victim').includes('sorry')).toBe(true)
    }, patience)
  }
  await vi.waitFor(() => expect(api.received('victim')).toEqual(['1: trước', 'sorry']), patience)
  expect(await listSetAside(database.pool)).toMatchObject([
    { attempts: 3, failure: 'the process ended while it was run' },
  ])
}, 120_000)

it('leaves what a killed process had in hand to another one, losing nothing', async () => {
  const database = await createTestDatabase()
  onTestFinished(() => database.drop())
  const api = await startApi(10, ({ chat, words }) => talkers.hear(chat, words))
  onTestFinished(() => api.close())
  const steady = await startKillable(database.connection, api.url)
  onTestFinished(() => steady.kill())
  const alive: { process: Killable } = { process: steady }
  const talkers = startTalkers(chats, Number.POSITIVE_INFINITY, (one) =>
    alive.process.store(one).catch(() => steady.store(one)),
  )
  onTestFinished(() => talkers.end())
  onTestFinished(() => alive.process.kill())

  talkers.begin()
  for (let nth = 1; nth <= 3; nth++) {
    alive.process = await startKillable(database.connection, api.url)
    await busyAgain(database, api, 2)
    await alive.process.kill()
    alive.process = steady
  }

  await expectAllAnswered(database, api, talkers)
  // The last that was killed may have had nothing in hand that anybody waited for.
  await vi.waitFor(async () => {
    expect((await database.pool.query('select id from process')).rows).toHaveLength(1)
  }, patience)
}, 120_000)

/**
 * Waits until people are answered again, and until what the killed had in hand was taken over and nothing is on its
 * second try: what is in hand at two kills is given up, since nobody knows, and whoever waits for it would wait for
 * ever.
 */
async function busyAgain(database: TestDatabase, api: Api, living: number): Promise<void> {
  const before = api.arrivals.length
  await vi.waitFor(async () => {
    expect(api.arrivals.length).toBeGreaterThan(before + 100)
    expect((await database.pool.query('select id from process')).rows).toHaveLength(living)
    const { rows } = await database.pool.query(
      'select id from outbox where unknown_outcomes > 0 and settled_at is null',
    )
    expect(rows).toEqual([])
  }, patience)
}

/** @returns sends of which nobody knows whether they arrived */
async function expectAllAnswered(database: TestDatabase, api: Api, talkers: Talkers): Promise<number> {
  talkers.finish()
  await vi.waitFor(() => {
    for (const chat of chats) expect(new Set(api.received(chat)).size).toBe(talkers.said(chat))
  }, patience)
  await vi.waitFor(async () => {
    const { rows } = await database.pool.query('select id from outbox where settled_at is null')
    expect(rows).toEqual([])
  }, patience)
  const { rows: failed } = await database.pool.query(`select failure from outbox where status <> 'sent'`)
  expect(failed).toEqual([])
  // Every turn was run once, on the state of the one before: the answers are numbered without a gap.
  for (const chat of chats) expect([...new Set(api.received(chat))]).toEqual(answersTo(talkers.said(chat)))
  const { rows } = await database.pool.query<{ unknown: number }>(
    'select coalesce(sum(unknown_outcomes), 0)::int as unknown from outbox',
  )
  const unknown = rows[0]?.unknown ?? 0
  const answers = chats.reduce((sum, chat) => sum + talkers.said(chat), 0)
  expect(api.arrivals.length - answers).toBeLessThanOrEqual(unknown)
  return unknown
}
