import { describe, expect, it, vi } from 'vitest'
import { resumeChannel } from '../../server/cli/channels.ts'
import type { CommandContext } from '../../server/cli/command-context.ts'
import type { Sql } from '../../server/database/sql.ts'
import { refusals } from '../emulators/zalo-personal/faults.ts'
import { setUp, withDatabase } from './set-up.ts'

withDatabase()

const sms = '/api/message/sms'
const minute = 60_000
const hour = 60 * minute

function crowd({ emulator }: Awaited<ReturnType<typeof setUp>>, size: number) {
  return Array.from({ length: size }, (_, at) => emulator.person(`Người lạ ${at}`))
}

describe('strangers', () => {
  it('are written to up to the budget of an hour and of a day; who was counted costs nothing more', async () => {
    const set = await setUp({ strangersPerDay: 12, policy: { strangersPerHour: 5, gap: 0, quiet: 0 } })
    const { emulator, start, send, time } = set
    const people = crowd(set, 20)
    const friend = emulator.person('Bạn')
    friend.befriend()
    await start()
    const sendAll = async () => {
      const results = []
      for (const { id } of people) results.push(await send(id, 'chào'))
      return results
    }
    const first = await sendAll()
    expect(first.filter(({ ok }) => ok)).toHaveLength(5)
    expect(first[5]).toMatchObject({
      error: { kind: 'rate_limited', retryAfterMs: 30 * minute, detail: 'strangers_per_hour' },
    })
    expect(await send(people[0]?.id ?? '', 'nữa')).toMatchObject({ ok: true })
    expect(await send(friend.id, 'bạn bè thì được')).toMatchObject({ ok: true })
    time.offsetMs += hour + minute
    expect((await sendAll()).filter(({ ok }) => ok)).toHaveLength(10)
    time.offsetMs += hour + minute
    const third = await sendAll()
    expect(third.filter(({ ok }) => ok)).toHaveLength(12)
    expect(third.at(-1)).toMatchObject({ error: { detail: 'strangers_per_day' } })
    time.offsetMs += 24 * hour
    expect((await sendAll()).filter(({ ok }) => ok)).toHaveLength(5)
  })

  it('stay counted over a restart', async () => {
    const set = await setUp({ strangersPerDay: 3, policy: { strangersPerHour: 3, gap: 0, quiet: 0 } })
    const { zalo, connect, start, send } = set
    const people = crowd(set, 5)
    await start()
    for (const { id } of people.slice(0, 2)) expect(await send(id, 'chào')).toMatchObject({ ok: true })
    await zalo.stop()
    const again = await start(connect())
    expect(again.state().guard).toMatchObject({ strangersToday: 2, sentToday: 2 })
    expect(await send(people[2]?.id ?? '', 'chào')).toMatchObject({ ok: true })
    expect(await send(people[3]?.id ?? '', 'chào')).toMatchObject({
      error: { kind: 'rate_limited', detail: 'strangers_per_day' },
    })
    expect(await send(people[0]?.id ?? '', 'chào')).toMatchObject({ ok: true })
  })

  it('are not named in the tables of the guard', async () => {
    const set = await setUp()
    const [somebody] = crowd(set, 1)
    await set.start()
    await set.send(somebody?.id ?? '', 'chào')
    const { rows } = await set.database().pool.query('select account, who from zalo_personal_stranger')
    const ours = rows.filter(({ account }) => account === set.emulator.account.uid)
    expect(ours).toHaveLength(1)
    expect(JSON.stringify(ours)).not.toContain(somebody?.id)
  })

  it('are forgotten when the day is over, though nothing happens then', async () => {
    const set = await setUp()
    const { emulator, start, send, time } = set
    const [somebody] = crowd(set, 1)
    const friend = emulator.person('Bạn')
    friend.befriend()
    await start()
    const known = async () => {
      const { rows } = await set.database().pool.query('select account from zalo_personal_stranger')
      return rows.filter(({ account }) => account === emulator.account.uid).length
    }
    await send(somebody?.id ?? '', 'chào')
    expect(await known()).toBe(1)
    const untilMidnight = 24 * hour - ((Date.now() + time.offsetMs + 7 * hour) % (24 * hour))
    time.offsetMs += untilMidnight - 200
    await send(friend.id, 'lời cuối ngày')
    await vi.waitFor(async () => expect(await known()).toBe(0))
  })

  it('that Zalo refuses (122) are left alone for an hour, then twice as long; friends go on', async () => {
    const set = await setUp()
    const { emulator, start, send, time, raised, cleared, health } = set
    const [one, other] = crowd(set, 2)
    const friend = emulator.person('Bạn')
    friend.befriend()
    await start()
    emulator.faults.add({ path: sms, fault: refusals.strangers })
    expect(await send(one?.id ?? '', 'x')).toMatchObject({ error: { kind: 'rate_limited' } })
    expect(raised).toEqual([['zalo_personal.strangers', { minutes: 60 }]])
    expect(health.at(-1)).toMatchObject({
      status: 'degraded',
      detail: expect.stringMatching(
        /^Zalo refuses strangers: only friends and bound groups are written to until 20/,
      ),
    })
    expect(await send(other?.id ?? '', 'x')).toMatchObject({ error: { detail: 'strangers_refused' } })
    expect(await send(friend.id, 'x')).toMatchObject({ ok: true })
    time.offsetMs += hour + minute
    emulator.faults.add({ path: sms, fault: refusals.strangersOnly })
    await send(other?.id ?? '', 'x')
    expect(raised.at(-1)).toEqual(['zalo_personal.strangers', { minutes: 120 }])
    time.offsetMs += 2 * hour + minute
    expect(await send(other?.id ?? '', 'x')).toMatchObject({ ok: true })
    expect(cleared).toContain('zalo_personal.strangers')
    expect(emulator.counts.get(sms)).toBe(4)
  })
})

describe('groups', () => {
  it('are strangers until officials have bound them, and each counts once a day', async () => {
    const { emulator, zalo, start, send, bound } = await setUp({
      strangersPerDay: 3,
      policy: { strangersPerHour: 3, gap: 0, quiet: 0 },
    })
    const groups = Array.from({ length: 5 }, (_, at) => `g${emulator.group(`Nhóm ${at}`).id}`)
    const ours = `g${emulator.group('Tổ 5').id}`
    bound.add(ours)
    await start()
    expect(await send(ours, 'chào tổ')).toMatchObject({ ok: true })
    expect(zalo.state().guard.strangersToday).toBe(0)
    const results = []
    for (const group of [...groups.slice(0, 3), ...groups]) results.push(await send(group, 'chào'))
    expect(results.map(({ ok }) => ok)).toEqual([true, true, true, true, true, true, false, false])
    expect(results.at(-1)).toMatchObject({ error: { kind: 'rate_limited', detail: 'strangers_per_day' } })
    expect(zalo.state().guard.strangersToday).toBe(3)
    expect(await send(ours, 'nữa')).toMatchObject({ ok: true })
  })

  it('wait when nobody can tell whether they are bound', async () => {
    const { emulator, zalo, connect, start, send } = await setUp()
    await zalo.stop()
    await start(connect({ isBound: () => Promise.reject(new Error('the database is away')) }))
    expect(await send(`g${emulator.group('Tổ 5').id}`, 'x')).toMatchObject({ error: { kind: 'unavailable' } })
    expect(emulator.counts.get('/api/group/sendmsg') ?? 0).toBe(0)
  })
})

describe('one person', () => {
  it('does not use up the hour of all', async () => {
    const { emulator, start, send, time } = await setUp({
      policy: { messagesPerPersonHour: 3, gap: 0, quiet: 0 },
    })
    const [busy, other] = ['Nói nhiều', 'Bạn'].map((name) => emulator.person(name))
    busy?.befriend()
    other?.befriend()
    await start()
    const results = []
    for (let n = 0; n < 5; n += 1) results.push(await send(busy?.id ?? '', 'x'))
    expect(results.map(({ ok }) => ok)).toEqual([true, true, true, false, false])
    expect(results.at(-1)).toMatchObject({ error: { kind: 'rate_limited', detail: 'messages_per_person' } })
    expect(await send(other?.id ?? '', 'x')).toMatchObject({ ok: true })
    time.offsetMs += hour
    expect(await send(busy?.id ?? '', 'x')).toMatchObject({ ok: true })
  })
})

describe('messages that are in their pause', () => {
  it.each([
    ['too_many', refusals.tooMany, 1],
    ['strangers_refused', refusals.strangers, 0],
    ['banned', refusals.banned, 1],
  ] as const)(
    'go no further once Zalo has warned (%s), and are not counted',
    async (why, fault, strangersLeft) => {
      const pauses: (() => void)[] = []
      const sleep = () => new Promise<void>((resolve) => pauses.push(resolve))
      const set = await setUp({ pace: { sleep } })
      const { emulator, zalo, start, send } = set
      const people = crowd(set, 13)
      await start()
      const sends = people.map(({ id }) => send(id, 'chào'))
      await vi.waitFor(() => expect(pauses).toHaveLength(13))
      expect(zalo.state().guard).toMatchObject({ sentThisHour: 0, strangersToday: 0 })
      emulator.faults.add({ path: sms, fault })
      pauses[0]?.()
      expect(await sends[0]).toMatchObject({ error: { kind: 'rate_limited' } })
      for (const end of pauses.slice(1)) end()
      for (const result of await Promise.all(sends.slice(1)))
        expect(result).toMatchObject({ error: { kind: 'rate_limited', detail: why } })
      expect(emulator.counts.get(sms)).toBe(1)
      // Whom Zalo refused for being a stranger was not written to, and takes nobody's place.
      expect(zalo.state().guard.strangersToday).toBe(strangersLeft)
      await zalo.stop()
      const { rows } = await set.database().pool.query('select account from zalo_personal_stranger')
      expect(rows.filter(({ account }) => account === emulator.account.uid)).toHaveLength(strangersLeft)
    },
  )
})

describe('too many (221)', () => {
  it('stops everything for a minute, then longer; then only answers go out for a day', async () => {
    const { emulator, zalo, connect, start, send, time, raised, cleared, health } = await setUp()
    const friend = emulator.person('Bạn')
    friend.befriend()
    await start()
    emulator.faults.add({ path: sms, fault: refusals.tooMany })
    expect(await send(friend.id, 'x')).toMatchObject({
      error: { kind: 'rate_limited', retryAfterMs: minute },
    })
    expect(await send(friend.id, 'x')).toMatchObject({ error: { detail: 'too_many' } })
    expect(health.at(-1)?.detail).toMatch(/^Zalo said "too many": nothing goes out until /)
    // That it was told survives a restart.
    await zalo.stop()
    await start(connect())
    expect(await send(friend.id, 'x')).toMatchObject({ error: { detail: 'too_many' } })
    time.offsetMs += minute + 1_000
    emulator.faults.add({ path: sms, fault: refusals.tooMany })
    expect(await send(friend.id, 'x')).toMatchObject({ error: { retryAfterMs: 2 * minute } })
    expect(raised.map(([, values]) => values)).toEqual([{ minutes: 1 }, { minutes: 2 }])
    time.offsetMs += 3 * minute
    expect(await send(friend.id, 'trả lời')).toMatchObject({ ok: true })
    expect(cleared).toContain('zalo_personal.too_many')
    const unasked = { error: { kind: 'rate_limited', detail: 'reply_only', retryAfterMs: 30 * minute } }
    expect(await send(friend.id, 'nhắc hẹn', { window: null })).toMatchObject(unasked)
    const longAgo = { event: '1', at: Date.now() + time.offsetMs - 25 * hour, sent: 0 }
    expect(await send(friend.id, 'nhắc hẹn', { window: longAgo })).toMatchObject(unasked)
    time.offsetMs += 24 * hour
    expect(await send(friend.id, 'nhắc hẹn', { window: null })).toMatchObject({ ok: true })
  })
})

describe('an operator', () => {
  it.each(['the running server', 'a server that starts later'])(
    'lets all go on but what is unasked, through %s',
    async (way) => {
      const { emulator, zalo, connect, start, send, database, cleared, health } = await setUp()
      const somebody = emulator.person('Người lạ')
      const friend = emulator.person('Bạn')
      friend.befriend()
      await start()
      emulator.faults.add({ path: sms, fault: refusals.strangers })
      await send(somebody.id, 'x')
      emulator.faults.add({ path: sms, fault: refusals.tooMany })
      await send(friend.id, 'x')
      expect(zalo.state().guard).toMatchObject({
        tooManyUntil: expect.any(Number),
        strangersUntil: expect.any(Number),
      })
      if (way === 'the running server') {
        zalo.resume()
        expect(cleared).toEqual(expect.arrayContaining(['zalo_personal.too_many', 'zalo_personal.strangers']))
      } else {
        await zalo.stop()
        const { pool } = database()
        const context = { print: () => {}, withDatabase: (run: Run) => run({ pool }) }
        await resumeChannel(context as unknown as CommandContext, 'zalo-personal')
        await start(connect())
      }
      expect(await send(somebody.id, 'x')).toMatchObject({ ok: true })
      expect(await send(somebody.id, 'nhắc', { window: null })).toMatchObject({
        error: { detail: 'reply_only' },
      })
      expect(health.at(-1)?.status).toBe('ok')
    },
  )
})

type Run = (open: { pool: unknown }) => Promise<unknown>

describe('a locked account', () => {
  it('sends nothing more, over restarts too, until an operator resumes it', async () => {
    const { emulator, zalo, connect, start, send, raised, cleared, health } = await setUp()
    const friend = emulator.person('Bạn')
    friend.befriend()
    await start()
    emulator.faults.add({ path: sms, fault: refusals.banned })
    await send(friend.id, 'x')
    expect(raised).toEqual([['zalo_personal.banned', {}]])
    await zalo.stop()
    const again = await start(connect())
    expect(await send(friend.id, 'x')).toMatchObject({ error: { kind: 'rate_limited', detail: 'banned' } })
    expect(health.at(-1)?.detail).toMatch(/locked or restricted the account.*channels resume zalo-personal/)
    again.resume()
    expect(await send(friend.id, 'x')).toMatchObject({ ok: true })
    expect(cleared).toContain('zalo_personal.banned')
    expect(health.at(-1)?.status).toBe('ok')
  })

  it('is not logged in with again and again', async () => {
    const { emulator, zalo, raised, pauses, expectConnected } = await setUp()
    const message = 'Tài khoản của bạn đã bị khóa'
    const lift = emulator.faults.add({
      path: '/api/login/getServerInfo',
      times: Number.POSITIVE_INFINITY,
      fault: { kind: 'error', code: 1, message },
    })
    await zalo.start()
    await vi.waitFor(() => expect(raised).toContainEqual(['zalo_personal.banned', {}]))
    await vi.waitFor(() => expect(zalo.state().link.kind).toBe('banned'))
    lift()
    zalo.resume()
    await vi.waitFor(() => expectConnected())
    // No try came in between, and none was waited for.
    expect(pauses).toEqual([])
    expect(emulator.counts.get('/api/login/getServerInfo')).toBe(2)
  })
})

describe('pacing', () => {
  it('pauses before a message, longer for a longer one, always under three seconds', async () => {
    const { emulator, start, send, pauses } = await setUp()
    const friend = emulator.person('Bạn')
    friend.befriend()
    await start()
    for (const length of [10, 200, 1900]) await send(friend.id, 'x'.repeat(length))
    expect(pauses[0]).toBeGreaterThan(400)
    expect(pauses[1]).toBeGreaterThan(pauses[0] ?? 0)
    expect(pauses[2]).toBeGreaterThan(pauses[1] ?? 0)
    expect(pauses[2]).toBeLessThan(3_000)
  })

  it('lets messages of the account go one after another, and tells who would wait too long to come later', async () => {
    const { emulator, start, send } = await setUp({ policy: { gap: 400, quiet: 0 } })
    const friends = Array.from({ length: 40 }, (_, at) => emulator.person(`Bạn ${at}`))
    for (const friend of friends) friend.befriend()
    await start()
    const since = performance.now()
    const results = await Promise.all(friends.map(({ id }) => send(id, 'x')))
    // While they come, the queue goes on.
    const meanwhile = (performance.now() - since) / 400
    const sent = results.filter(({ ok }) => ok).length
    expect(sent).toBeGreaterThan(10)
    expect(sent).toBeLessThan(18 + meanwhile)
    expect(results.at(-1)).toMatchObject({ error: { kind: 'rate_limited', detail: 'turn' } })
  })

  it('is slower after a fresh login, and then nothing unasked goes out', async () => {
    const { emulator, zalo, connect, start, send, time } = await setUp({ policy: {} })
    const set = { policy: { gap: 400 } }
    await zalo.stop()
    const friend = emulator.person('Bạn')
    friend.befriend()
    const one = await start(connect(set))
    expect(one.state().guard.quietUntil).toBeGreaterThan(Date.now() + time.offsetMs + 9 * minute)
    expect(await send(friend.id, 'nhắc', { window: null })).toMatchObject({
      error: { detail: 'quiet_start' },
    })
    const results = await Promise.all(Array.from({ length: 12 }, () => send(friend.id, 'x')))
    expect(results.filter(({ ok }) => ok).length).toBeLessThanOrEqual(8)
    // A mere reconnect, or a restart with the session kept, is no fresh login.
    time.offsetMs += 11 * minute
    await one.stop()
    const again = await start(connect(set))
    expect(again.state().guard.quietUntil).toBeNull()
    expect(await send(friend.id, 'nhắc', { window: null })).toMatchObject({ ok: true })
  })
})

describe('a fresh login', () => {
  it('is quiet at first though the database fails in the midst of it', async () => {
    const { connect, start, database } = await setUp()
    let failures = 1
    const { pool } = database()
    const sql: Sql = {
      query(statement) {
        const fails = statement.text.includes('zalo_personal_guard') && failures > 0
        if (!fails) return pool.query(statement)
        failures -= 1
        return Promise.reject(new Error('the database is away'))
      },
    }
    const zalo = await start(connect({ sql, policy: { gap: 0 } }))
    expect(zalo.state().guard.quietUntil).not.toBeNull()
  })
})

describe('friends', () => {
  it('who ask are accepted as far as the day’s budget reaches, and the next day the rest', async () => {
    const set = await setUp({ strangersPerDay: 2, policy: { strangersPerHour: 5, gap: 0, quiet: 0 } })
    const { emulator, zalo, start, time, pauses } = set
    const people = crowd(set, 4)
    await start()
    for (const person of people) person.requestFriend()
    const friends = () => people.filter(({ isFriend }) => isFriend).length
    await vi.waitFor(() => expect(friends()).toBe(2))
    expect(zalo.state().guard.strangersToday).toBe(2)
    // The third has been thought of, and put off.
    await vi.waitFor(() => expect(pauses).toContain(30 * minute))
    expect(friends()).toBe(2)
    time.offsetMs += 24 * hour
    await vi.waitFor(() => expect(friends()).toBe(4))
    expect(emulator.counts.get('/api/friend/accept')).toBe(4)
  })

  it('who asked while nobody was there, or had not had their answer yet, get it at the next connection', async () => {
    const set = await setUp({ strangersPerDay: 1 })
    const { emulator, zalo, connect, start, time } = set
    const [early, waits, away, silent] = crowd(set, 4)
    await start()
    early?.requestFriend()
    waits?.requestFriend()
    await vi.waitFor(() => expect(early?.isFriend).toBe(true))
    await zalo.stop()
    away?.requestFriend()
    time.offsetMs += 24 * hour
    await start(connect({ strangersPerDay: 40 }))
    await vi.waitFor(() => expect([waits, away].map((person) => person?.isFriend)).toEqual([true, true]))
    expect(silent?.isFriend).toBe(false)
    expect(emulator.counts.get('/api/friend/accept')).toBe(3)
  })

  it('that Zalo does not tell at the login are asked for until it does, and an operator sees it meanwhile', async () => {
    const { emulator, start, send, health } = await setUp({ strangersPerDay: 0 })
    const friend = emulator.person('Bạn')
    friend.befriend()
    const lift = emulator.faults.add({
      path: /getfriends/,
      times: Number.POSITIVE_INFINITY,
      fault: { kind: 'status', status: 502 },
    })
    await start()
    await vi.waitFor(() =>
      expect(health.at(-1)).toMatchObject({
        status: 'degraded',
        detail: expect.stringContaining('does not tell who is a friend'),
      }),
    )
    expect(await send(friend.id, 'x')).toMatchObject({ ok: false })
    lift()
    await vi.waitFor(() => expect(health.at(-1)?.status).toBe('ok'))
    expect(await send(friend.id, 'x')).toMatchObject({ ok: true })
  })

  it('are known from the start, and by what happens between people', async () => {
    const set = await setUp({ strangersPerDay: 0, policy: { strangersPerHour: 0, gap: 0, quiet: 0 } })
    const { emulator, start, send } = set
    const [old, made, lost] = ['Cũ', 'Mới', 'Đã thôi'].map((name) => emulator.person(name))
    old?.befriend()
    lost?.befriend()
    await start()
    expect(await send(old?.id ?? '', 'x')).toMatchObject({ ok: true })
    expect(await send(made?.id ?? '', 'x')).toMatchObject({ ok: false })
    lost?.unfriend()
    // Frames are read in their order: with this one known, the one before is too.
    made?.accept()
    await vi.waitFor(async () => expect(await send(made?.id ?? '', 'x')).toMatchObject({ ok: true }))
    expect(await send(lost?.id ?? '', 'x')).toMatchObject({ error: { detail: 'strangers_per_day' } })
  })
})
