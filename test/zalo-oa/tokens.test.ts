import { existsSync } from 'node:fs'
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import type { Pace } from '../../bots/channels/zalo-oa/pace.ts'
import { inTransaction } from '../../server/database/in-transaction.ts'
import type { Fault } from '../emulators/zalo-oa/faults.ts'
import { say, setUp } from './set-up.ts'

const hour = 3600_000
const day = 24 * hour

type Set = Awaited<ReturnType<typeof setUp>>

function stored({ database }: Set) {
  return database.db.selectFrom('channel_token').selectAll().executeTakeFirstOrThrow()
}

/** A pair that Zalo has given over another one and the database has not taken. */
async function withUnsaved() {
  const set = await setUp()
  await (await set.writer()).send(say('trước'))
  set.time.offset = 25 * hour
  const trigger = (body: string) =>
    set.database.pool.query(`
      create or replace function refuse() returns trigger language plpgsql as $$ begin ${body} end $$`)
  await trigger(`raise exception 'no';`)
  await set.database.pool.query(
    'create trigger refuse before update on channel_token for each row execute function refuse()',
  )
  expect(await (await set.writer()).send(say('x'))).toMatchObject({ error: { kind: 'unavailable' } })
  expect(set.emulator.oauth.exchanges).toBe(2)
  /** A process that comes after this one, on the same folder and database. */
  const comeBack = async () => {
    const zalo = set.connect()
    zalo.start()
    return set.writer(set.emulator.user(), zalo)
  }
  return { set, file: join(set.folder, 'zalo-oa', 'unsaved'), mend: () => trigger('return new;'), comeBack }
}

describe('tokens', () => {
  it('are had for the refresh token of the settings, and lie sealed in the database', async () => {
    const set = await setUp()
    const { send, shown } = await set.writer()
    expect(await send(say('x'))).toMatchObject({ ok: true })
    expect(shown()).toMatchObject([{ text: 'x' }])
    const row = await stored(set)
    expect(row).toMatchObject({ channel: 'zalo_oa', account: set.emulator.app.id })
    expect(JSON.stringify(row)).not.toMatch(/(access|refresh)-[\w-]{10}/)
    expect(Date.parse(row.access_expires_at ?? '') - Date.now()).toBeGreaterThan(24 * hour)
  })

  it('are exchanged once for twenty sends at their expiry', async () => {
    const { emulator, writer, time } = await setUp()
    const { send, shown } = await writer()
    await send(say('trước'))
    time.offset = 25 * hour
    const results = await Promise.all(Array.from({ length: 7 }, (_, at) => send(say(String(at)))))
    expect(results.every(({ ok }) => ok)).toBe(true)
    const others = await Promise.all(Array.from({ length: 13 }, () => writer()))
    time.offset = 50 * hour
    const { send: again } = await writer()
    const more = await Promise.all([again(say('x')), ...others.map((one) => one.send(say('x')))])
    expect(more.filter(({ ok }) => ok)).toHaveLength(14)
    expect(shown()).toHaveLength(8)
    expect(emulator.oauth.exchanges).toBe(3)
    expect(emulator.count('access_token')).toBe(3)
  })

  it('are exchanged once for twenty sends by a process that has just begun', async () => {
    const { emulator, writer } = await setUp()
    const writers = await Promise.all(Array.from({ length: 20 }, () => writer()))
    const results = await Promise.all(writers.map(({ send }) => send(say('x'))))
    expect(results.every(({ ok }) => ok)).toBe(true)
    expect(emulator.count('access_token')).toBe(1)
  })

  it('that live for a minute only are used for that minute', async () => {
    const { emulator, writer, time } = await setUp({ emulator: { accessSeconds: 60 } })
    const { send } = await writer()
    for (let count = 0; count < 5; count++) expect(await send(say('x'))).toMatchObject({ ok: true })
    expect(emulator.count('access_token')).toBe(1)
    time.offset = 55_000
    expect(await send(say('x'))).toMatchObject({ ok: true })
    expect(emulator.count('access_token')).toBe(2)
  })

  it('are exchanged once by two processes at the same time, and again at expiry', async () => {
    const { emulator, writer, connect, time } = await setUp()
    const both = await Promise.all([writer(), writer(emulator.user(), connect())])
    const sendAll = () =>
      Promise.all(both.flatMap(({ send }) => Array.from({ length: 3 }, () => send(say('x')))))
    expect((await sendAll()).every(({ ok }) => ok)).toBe(true)
    expect(emulator.count('access_token')).toBe(1)
    time.offset = 25 * hour
    expect((await sendAll()).every(({ ok }) => ok)).toBe(true)
    expect(emulator.count('access_token')).toBe(2)
  })

  it.each([
    ['had expired before Zalo said so', -220],
    ['Zalo calls invalid', -216],
  ])('that %s are exchanged once, and the message goes out', async (_name, error) => {
    const { emulator, writer } = await setUp()
    const { send, shown } = await writer()
    await send(say('trước'))
    emulator.faults.add({ endpoint: 'cs', fault: { kind: 'error', error } })
    expect(await send(say('x'))).toMatchObject({ ok: true })
    expect(shown()).toHaveLength(2)
    expect(emulator.count('access_token')).toBe(2)
  })

  it('refused again and again are not exchanged again and again', async () => {
    const { emulator, writer, time } = await setUp()
    const { send } = await writer()
    await send(say('trước'))
    emulator.faults.add({
      endpoint: 'cs',
      times: Number.POSITIVE_INFINITY,
      fault: { kind: 'error', error: -216 },
    })
    for (let count = 0; count < 50; count++)
      expect(await send(say('x'))).toMatchObject({ error: { kind: 'auth_expired' } })
    expect(emulator.count('access_token')).toBe(2)
    time.offset = 61_000
    expect(await send(say('x'))).toMatchObject({ error: { kind: 'auth_expired' } })
    expect(emulator.count('access_token')).toBe(3)
    emulator.faults.clear()
    expect(await send(say('x'))).toMatchObject({ ok: true })
  })

  it('are stored for good before anything is sent with them', async () => {
    const set = await setUp()
    const { send } = await set.writer()
    const row = Promise.withResolvers<unknown>()
    set.emulator.onCall((endpoint) => {
      if (endpoint === 'cs') row.resolve(stored(set))
    })
    set.emulator.faults.add({ endpoint: 'cs', fault: { kind: 'hang', ms: 60_000, when: 'before' } })
    void send(say('x'))
    expect(await row.promise).toMatchObject({ sealed: expect.any(String) })
    // The process dies here; the next one has the pair and needs no other.
    const { send: sendAnew } = await set.writer(set.emulator.user(), set.connect())
    expect(await sendAnew(say('y'))).toMatchObject({ ok: true })
    expect(set.emulator.count('access_token')).toBe(1)
    await set.emulator.goAway()
  })

  it('that the database would not take are stored later, and never used before', async () => {
    const { set, mend } = await withUnsaved()
    const { send, shown } = await set.writer()
    expect(await send(say('x'))).toMatchObject({ error: { kind: 'unavailable' } })
    expect(shown()).toEqual([])
    await mend()
    set.time.offset += 10_000
    expect(await send(say('x'))).toMatchObject({ ok: true })
    expect(set.emulator.oauth.exchanges).toBe(2)
  })

  it('in the making hold up a send no longer than its budget', async () => {
    const set = await setUp()
    // By one with time enough: the pair has to be there before it can run out.
    expect(await (await set.writer()).send(say('trước'))).toMatchObject({ ok: true })
    const busy = set.connect({ pace: { sendMs: 500 } })
    set.time.offset = 25 * hour
    const { promise: held, resolve: letGo } = Promise.withResolvers<void>()
    const locked = Promise.withResolvers<void>()
    const holding = inTransaction(set.database.pool, async (client) => {
      await client.query('select 1 from channel_token for update')
      locked.resolve()
      await held
    })
    await locked.promise
    expect(await (await set.writer(set.emulator.user(), busy)).send(say('x'))).toMatchObject({
      error: { kind: 'unavailable', detail: 'no token in time' },
    })
    letGo()
    await holding
  })
})

describe('a crash between Zalo’s answer and the commit', () => {
  it('costs nothing: the next process stores the pair and goes on with it', async () => {
    const { set, file, mend, comeBack } = await withUnsaved()
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(await readFile(file, 'latin1')).not.toMatch(/access|refresh/)
    await mend()
    const { send } = await comeBack()
    expect(await send(say('y'))).toMatchObject({ ok: true })
    expect(set.emulator.count('access_token')).toBe(2)
    await vi.waitFor(() => expect(existsSync(file)).toBe(false))
    // Of the refresh tokens, the one that holds is the one that is stored.
    set.time.offset = 50 * hour
    const { send: later } = await set.writer(set.emulator.user(), set.connect())
    expect(await later(say('z'))).toMatchObject({ ok: true })
    expect(set.emulator.count('access_token')).toBe(3)
  })

  it('is made good at the start, though the pair before still holds', async () => {
    const { set, mend, file } = await withUnsaved()
    await mend()
    const before = (await stored(set)).sealed
    // By the clock of the next process there is no need for another pair yet.
    set.time.offset = hour
    set.connect().start()
    await vi.waitFor(async () => expect((await stored(set)).sealed).not.toBe(before))
    await vi.waitFor(() => expect(existsSync(file)).toBe(false))
    expect(set.emulator.count('access_token')).toBe(2)
  })

  it('leaves nothing that would go over a later pair', async () => {
    const { set, mend, file, comeBack } = await withUnsaved()
    const left = await readFile(file)
    await mend()
    expect(await (await comeBack()).send(say('x'))).toMatchObject({ ok: true })
    set.time.offset = 50 * hour
    expect(await (await comeBack()).send(say('x'))).toMatchObject({ ok: true })
    const { sealed } = await stored(set)
    await writeFile(file, left)
    expect(await (await comeBack()).send(say('x'))).toMatchObject({ ok: true })
    await vi.waitFor(() => expect(existsSync(file)).toBe(false))
    expect((await stored(set)).sealed).toBe(sealed)
    expect(set.emulator.count('access_token')).toBe(3)
  })

  it('with a file that cannot be read, or a folder that cannot be written to, is as bad as before and no worse', async () => {
    const set = await setUp()
    await writeFile(join(set.folder, 'zalo-oa'), 'in the way')
    expect(await (await set.writer()).send(say('x'))).toMatchObject({ ok: true })
    expect(set.lines.join('')).toContain('could not be kept in a file')
    await rm(join(set.folder, 'zalo-oa'))
    await mkdir(join(set.folder, 'zalo-oa'))
    await writeFile(join(set.folder, 'zalo-oa', 'unsaved'), 'junk')
    const { send } = await set.writer(set.emulator.user(), set.connect())
    expect(await send(say('x'))).toMatchObject({ ok: true })
    expect(set.emulator.count('access_token')).toBe(1)
  })
})

describe('an exchange that fails', () => {
  const lost: [string, Fault, Partial<Pace>][] = [
    ['hangs', { kind: 'hang', ms: 60_000, when: 'before' }, { exchangeMs: 2_000 }],
    ['is cut before Zalo acts', { kind: 'reset', when: 'before' }, {}],
  ]
  it.each(lost)('because it %s is tried once more', async (_name, fault, pace) => {
    const { emulator, writer, connect } = await setUp()
    const { send } = await writer(emulator.user(), connect({ pace }))
    emulator.faults.add({ endpoint: 'access_token', fault })
    expect(await send(say('x'))).toMatchObject({ ok: true })
    expect(emulator.count('access_token')).toBe(2)
  })

  it('after Zalo has used the refresh token up asks for another consent, once', async () => {
    const { emulator, writer, health, raised, zalo, time } = await setUp()
    const { send } = await writer()
    emulator.faults.add({ endpoint: 'access_token', fault: { kind: 'reset', when: 'after' } })
    for (let count = 0; count < 20; count++)
      expect(await send(say('x'))).toMatchObject({ error: { kind: 'auth_expired' } })
    expect(emulator.count('access_token')).toBe(2)
    expect(health.at(-1)).toMatchObject({
      status: 'degraded',
      detail: expect.stringContaining('link zalo-oa'),
    })
    expect(raised('zalo_oa.connect')).toHaveLength(1)
    time.offset = 2 * 60_000
    expect(await send(say('x'))).toMatchObject({ error: { kind: 'auth_expired' } })
    expect(emulator.count('access_token')).toBe(3)
    expect(zalo.linkTo()).toBeNull()
  })

  it.each<[string, Fault]>([
    ['5xx', { kind: 'status', status: 502 }],
    ['a page', { kind: 'status', status: 200 }],
    ['a redirect', { kind: 'status', status: 302, location: 'http://127.0.0.1:1/elsewhere' }],
  ])('by %s leaves the message for later and Zalo in peace', async (_name, fault) => {
    const { emulator, writer, time, health } = await setUp()
    // Twenty sends may take longer than the pause after the first failure.
    time.stopped = Date.now()
    const { send } = await writer()
    const lift = emulator.faults.add({ endpoint: 'access_token', times: Number.POSITIVE_INFINITY, fault })
    for (let count = 0; count < 20; count++)
      expect(await send(say('x'))).toMatchObject({ error: { kind: 'unavailable' } })
    expect(emulator.count('access_token')).toBeLessThanOrEqual(2)
    expect(health.at(-1)?.status).toBe('degraded')
    lift()
    time.offset += 5_000
    expect(await send(say('x'))).toMatchObject({ ok: true })
    expect(health.at(-1)).toEqual({ status: 'ok' })
  })

  it('disturbs nobody while the token before it still holds', async () => {
    const { emulator, writer, time, health } = await setUp()
    const { send } = await writer()
    await send(say('trước'))
    time.offset = 25 * hour - 5 * 60_000
    emulator.faults.add({
      endpoint: 'access_token',
      times: Number.POSITIVE_INFINITY,
      fault: { kind: 'status', status: 503 },
    })
    expect(await send(say('x'))).toMatchObject({ ok: true })
    expect(health.at(-1)).toEqual({ status: 'ok' })
  })

  it('since nothing listens is known as such', async () => {
    const { emulator, writer } = await setUp()
    const { send } = await writer()
    await emulator.goAway()
    expect(await send(say('x'))).toMatchObject({ error: { kind: 'unavailable' } })
    await emulator.comeBack()
  })
})

describe('of the stored pair and the settings', () => {
  it('the stored pair wins', async () => {
    const set = await setUp()
    await (await set.writer()).send(say('x'))
    const { send } = await set.writer(set.emulator.user(), set.connect())
    expect(await send(say('x'))).toMatchObject({ ok: true })
    expect(set.emulator.count('access_token')).toBe(1)
  })

  it('another refresh token in the settings is taken up, once', async () => {
    const set = await setUp()
    await (await set.writer()).send(say('x'))
    const refreshToken = set.emulator.oauth.giveRefreshToken()
    for (const _ of [1, 2]) {
      const { send } = await set.writer(set.emulator.user(), set.connect({ refreshToken }))
      expect(await send(say('x'))).toMatchObject({ ok: true })
    }
    expect(set.emulator.count('access_token')).toBe(2)
    // Nobody can use it up a second time.
    expect(set.emulator.oauth.exchanges).toBe(2)
  })

  it('another one that Zalo refuses is left for the stored pair', async () => {
    const set = await setUp()
    await (await set.writer()).send(say('x'))
    for (const _ of [1, 2]) {
      const zalo = set.connect({ refreshToken: 'refresh-never-given' })
      zalo.start()
      expect(await (await set.writer(set.emulator.user(), zalo)).send(say('x'))).toMatchObject({ ok: true })
    }
    expect(set.emulator.count('access_token')).toBe(2)
  })

  it('a pair sealed with another key is as good as none', async () => {
    const set = await setUp()
    await (await set.writer()).send(say('x'))
    const zalo = set.connect({
      key: Buffer.alloc(32, 1),
      refreshToken: set.emulator.oauth.giveRefreshToken(),
    })
    expect(await (await set.writer(set.emulator.user(), zalo)).send(say('x'))).toMatchObject({ ok: true })
  })

  it('without any of them says that it is not connected', async () => {
    const { writer, zalo, health, emulator, raised } = await setUp({ given: false })
    zalo.start()
    const { send } = await writer()
    expect(await send(say('x'))).toMatchObject({ error: { kind: 'auth_expired' } })
    expect(health.at(-1)?.detail).toMatch(/not connected.*link zalo-oa/)
    expect(emulator.count('access_token')).toBe(0)
    expect(raised('zalo_oa.connect')).toEqual([])
  })
})

/** A wait that ends when the test says so, and what was to be waited each time, in ms. */
function steppedSleep() {
  const waits: number[] = []
  const wakes: (() => void)[] = []
  const sleep = (ms: number, signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      waits.push(ms)
      wakes.push(resolve)
      signal.addEventListener('abort', () => resolve())
    })
  const waited = (count: number) => vi.waitFor(() => expect(waits).toHaveLength(count))
  return { sleep, waits, waited, wake: () => wakes.at(-1)?.() }
}

describe('a start', () => {
  it('in the middle of a blip of Zalo’s is over soon after the blip', async () => {
    const { emulator, connect, time, health } = await setUp()
    const { sleep, waits, waited, wake } = steppedSleep()
    const lift = emulator.faults.add({
      endpoint: 'access_token',
      times: Number.POSITIVE_INFINITY,
      fault: { kind: 'status', status: 503 },
    })
    const zalo = connect({ pace: { sleep } })
    zalo.start()
    await waited(1)
    expect(health.at(-1)?.status).toBe('degraded')
    lift()
    emulator.faults.add({ endpoint: 'getoa', fault: { kind: 'status', status: 502 } })
    for (let count = 2; count <= 3; count++) {
      time.offset += waits.at(-1) ?? 0
      wake()
      await waited(count)
    }
    expect(health.at(-1)).toEqual({ status: 'ok' })
    expect(zalo.linkTo()).toBe(`https://zalo.me/${emulator.oa.id}`)
    expect(time.offset).toBeLessThan(60_000)
    // From here on there is nothing to hurry for.
    expect(waits.at(-1)).toBe(hour)
  })

  it.each<[string, (set: Set) => void]>([
    ['has no such call', ({ emulator }) => void emulator.missing.add('getoa')],
    [
      'does not tell',
      ({ emulator }) =>
        void emulator.faults.add({
          endpoint: 'getoa',
          times: Number.POSITIVE_INFINITY,
          fault: { kind: 'error', error: -201 },
        }),
    ],
  ])('at a Zalo that %s whose account it is asks once an hour', async (_name, prepare) => {
    const set = await setUp()
    prepare(set)
    const { sleep, waits, waited, wake } = steppedSleep()
    const zalo = set.connect({ pace: { sleep } })
    zalo.start()
    await waited(1)
    wake()
    await waited(2)
    expect(waits).toEqual([hour, hour])
    expect(set.health.at(-1)).toEqual({ status: 'ok' })
  })
})

describe('as time goes by', () => {
  it('an hourly look keeps the pair from running out where nobody writes', async () => {
    const { emulator, connect, time } = await setUp()
    const { sleep, waited, wake } = steppedSleep()
    const zalo = connect({ pace: { sleep } })
    zalo.start()
    await waited(1)
    expect(emulator.oauth.exchanges).toBe(1)
    time.offset = hour
    wake()
    await waited(2)
    expect(emulator.oauth.exchanges).toBe(1)
    time.offset = 24 * hour + 55 * 60_000
    wake()
    await waited(3)
    expect(emulator.oauth.exchanges).toBe(2)
  })

  it('a refresh token near its end is spoken of 14 days ahead, by the real clock, and no longer once it is renewed', async () => {
    const set = await setUp({ emulator: { refreshSeconds: 20 * 24 * 3600, accessSeconds: 40 * 24 * 3600 } })
    const zalo = set.connect({
      pace: {
        sleep: (_ms, signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve())),
      },
    })
    set.time.ruleOffset = 15 * day
    zalo.start()
    await vi.waitFor(() => expect(set.health.at(-1)).toEqual({ status: 'ok' }))
    set.time.offset = 7 * day
    const later = set.connect({
      pace: {
        sleep: (_ms, signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve())),
      },
    })
    later.start()
    const end = new Date(Date.now() + 20 * day).toLocaleDateString('en-GB', { timeZone: 'Asia/Ho_Chi_Minh' })
    await vi.waitFor(() => expect(set.health.at(-1)?.detail).toContain(end))
    expect(set.health.at(-1)?.status).toBe('degraded')
    expect(set.raised('zalo_oa.refresh_expires')).toEqual([
      `raise zalo_oa.refresh_expires ${JSON.stringify({ date: end })}`,
    ])
    set.emulator.oauth.expireAccess()
    expect(await (await set.writer(set.emulator.user(), later)).send(say('x'))).toMatchObject({ ok: true })
    expect(set.health.at(-1)).toEqual({ status: 'ok' })
    expect(set.alerts.at(-1)).not.toMatch(/^raise/)
  })

  it('nothing of a token or secret is in a log, a result or health', async () => {
    const set = await setUp()
    const { send } = await set.writer()
    const results: unknown[] = [await send(say('x'))]
    const faults: Fault[] = [
      {
        kind: 'error',
        error: -201,
        message: `token access-${'x'.repeat(30)} of "${set.user.id}" 0912345678`,
      },
      { kind: 'error', error: -216 },
      { kind: 'status', status: 502 },
      { kind: 'reset', when: 'before' },
    ]
    for (const fault of faults) {
      for (const endpoint of ['cs', 'access_token'] as const) set.emulator.faults.add({ endpoint, fault })
      set.time.offset += 25 * hour
      results.push(await (await set.writer()).send(say('x')))
    }
    const all = JSON.stringify([results, set.lines, set.health, set.alerts])
    expect(all).not.toMatch(/(access|refresh)-[\w-]{10}|-secret-of|0912345678/)
    expect(all).not.toContain(set.user.id)
  })
})
