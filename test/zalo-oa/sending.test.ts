import { describe, expect, it, vi } from 'vitest'
import type { SendResult } from '../../bots/channels/channel.ts'
import type { Choice } from '../../bots/dialogue/reply.ts'
import { splitReply } from '../../bots/outbox/split-reply.ts'
import type { Fault } from '../emulators/zalo-oa/faults.ts'
import { say, setUp } from './set-up.ts'

const hour = 3600_000

async function withReader() {
  const set = await setUp()
  return { ...set, ...(await set.writer()) }
}

function choices(count: number, label = 'Lựa chọn'): Choice[] {
  return Array.from({ length: count }, (_, at) => ({
    label: `${label} ${at + 1}`,
    ref: `g1.q.${at}~AAAAAAA${at}`,
  }))
}

describe('a message', () => {
  it('answers what the person wrote, as plain text with its parts', async () => {
    const { send, shown, message } = await withReader()
    const result = await send({
      blocks: [
        { kind: 'title', text: 'Giấy tờ' },
        {
          kind: 'checklist',
          items: [
            { text: 'Tờ khai', done: true },
            { text: 'Giấy chứng sinh', note: 'bản chính', done: false },
          ],
        },
        { kind: 'facts', items: [{ label: 'Lệ phí', value: '0 đồng' }] },
        { kind: 'link', label: 'Nộp trực tuyến', url: 'https://dichvucong.gov.vn' },
        { kind: 'text', text: 'Cha mẹ <đã> *đăng ký* & kết hôn chưa?' },
      ],
      progress: 'Bước 2/5',
    })
    const [sent] = shown()
    expect(result).toEqual({ ok: true, externalId: sent?.id })
    expect(sent).toMatchObject({
      quotes: message,
      buttons: [],
      text: [
        'Giấy tờ',
        '☑ Tờ khai\n☐ Giấy chứng sinh\n    bản chính',
        'Lệ phí: 0 đồng',
        'Nộp trực tuyến: https://dichvucong.gov.vn',
        'Bước 2/5 · Cha mẹ <đã> *đăng ký* & kết hôn chưa?',
      ].join('\n'),
    })
  })

  it('quotes nothing where the person did something that is no message', async () => {
    const { send, shown, user, emulator, stored, windowOf } = await withReader()
    user.follow()
    await emulator.webhook.drained()
    const event = stored.at(-1)?.externalId ?? ''
    expect(event).toContain(':')
    expect(await send(say('Chào anh/chị'), { window: windowOf(event) })).toMatchObject({ ok: true })
    expect(shown()[0]?.quotes).toBeUndefined()
  })

  it('goes out without a quote where Zalo does not know what the person wrote any more', async () => {
    const { send, shown, windowOf } = await withReader()
    expect(await send(say('Chào anh/chị'), { window: windowOf('96d3cdf3af150460909') })).toMatchObject({
      ok: true,
    })
    expect(shown().map(({ text, quotes }) => ({ text, quotes }))).toEqual([
      { text: 'Chào anh/chị', quotes: undefined },
    ])
  })

  it('has up to five choices as buttons, ways out among them, and does not list them again', async () => {
    const { send, shown } = await withReader()
    await send(
      say('Đã đăng ký kết hôn chưa?', {
        choices: [...choices(4), { label: 'Dừng lại', ref: 's~BBBBBBBB', wayOut: true }],
      }),
    )
    const [sent] = shown()
    expect(sent?.text).toBe('Đã đăng ký kết hôn chưa?')
    expect(sent?.buttons).toHaveLength(5)
    expect(sent?.buttons.at(-1)).toEqual({ type: 'oa.query.hide', title: 'Dừng lại', payload: 's~BBBBBBBB' })
  })

  it('numbers more than five choices in its text, without a button', async () => {
    const { send, shown } = await withReader()
    await send(
      say('Con thứ mấy?', {
        choices: [...choices(6, 'Con'), { label: 'Dừng lại', ref: 's~BBBBBBBB', wayOut: true }],
      }),
    )
    const [sent] = shown()
    expect(sent?.buttons).toEqual([])
    expect(sent?.text).toContain('  1. Con 1\n')
    expect(sent?.text).toContain('  6. Con 6\n  – Dừng lại')
  })

  it('cuts a title that is longer than Zalo takes at a word’s end', async () => {
    const { send, shown } = await withReader()
    const label = 'Đã đăng ký kết hôn tại Ủy ban nhân dân phường '.repeat(4).trim()
    await send(
      say('x', {
        choices: [
          { label, ref: 'a~AAAAAAAA' },
          { label: 'k'.repeat(150), ref: 'b~AAAAAAAA' },
        ],
      }),
    )
    const [first = '', second = ''] = shown()[0]?.buttons.map(({ title }) => title) ?? []
    expect(first).toMatch(/\S…$/)
    expect(label.startsWith(first.slice(0, -1))).toBe(true)
    expect(label[first.length - 1]).toBe(' ')
    expect([first.length <= 100, second.length]).toEqual([true, 100])
  })

  it('has a text even when the question stands alone', async () => {
    const { send } = await withReader()
    expect(await send({ blocks: [], choices: choices(2) })).toMatchObject({ ok: true })
  })

  it('fits into what Zalo takes, however it was split', async () => {
    const { send, shown, zalo, windowOf, message } = await withReader()
    const long = 'Mang theo bản chính để đối chiếu. '.repeat(300)
    const parts = splitReply(
      say(long, { choices: choices(30, 'Một lựa chọn khá dài để chật chỗ') }),
      zalo.channel.capabilities.maxText,
    )
    for (const [sent, reply] of parts.entries())
      expect(await send(reply, { window: windowOf(message, { sent }) })).toMatchObject({ ok: true })
    expect(
      shown()
        .map(({ text }) => text)
        .join(' '),
    ).toContain('  30. Một lựa chọn')
    expect(parts.length).toBeGreaterThan(5)
  })

  it('is cut rather than refused where nothing split it, numbers kept', async () => {
    const { send, shown } = await withReader()
    expect(await send(say('👨‍👩‍👧 '.repeat(900)))).toMatchObject({ ok: true })
    expect(await send(say('dài '.repeat(900), { choices: choices(7) }))).toMatchObject({ ok: true })
    expect(await send(say('\ud83d nửa'))).toMatchObject({ ok: true })
    const [first, second] = shown()
    expect(first?.text).toMatch(/👧…$/u)
    expect(second?.text).toMatch(/dài…\n {2}1\. Lựa chọn 1\n/)
  })
})

describe('the window', () => {
  it.each<[string, object | null]>([
    ['nothing is known of the person', null],
    ['it is more than 48 hours since they wrote', { at: Date.now() - 48 * hour - 1 }],
    ['eight messages went out since', { sent: 8 }],
  ])('is closed when %s: nothing is called', async (_name, more) => {
    const { send, emulator, windowOf, message, health } = await withReader()
    const before = health.at(-1)
    expect(await send(say('x'), { window: more && windowOf(message, more) })).toMatchObject({
      ok: false,
      error: { kind: 'window_closed', detail: expect.any(String) },
    })
    expect([emulator.count('cs'), emulator.count('access_token')]).toEqual([0, 0])
    expect(health.at(-1)).toEqual(before)
  })

  it('is judged by the clock that rules go by', async () => {
    const { send, windowOf, message, time } = await withReader()
    const window = windowOf(message)
    time.ruleOffset = 47 * hour
    expect(await send(say('x'), { window })).toMatchObject({ ok: true })
    time.ruleOffset = 49 * hour
    expect(await send(say('x'), { window })).toMatchObject({ error: { kind: 'window_closed' } })
  })

  it('is closed when Zalo says so, and that is this person’s alone', async () => {
    const { send, emulator, health } = await withReader()
    for (let count = 0; count < 8; count++) expect(await send(say('x'))).toMatchObject({ ok: true })
    // What we counted was wrong: Zalo has counted eight.
    expect(await send(say('x'))).toMatchObject({ error: { kind: 'window_closed' } })
    emulator.faults.add({ endpoint: 'cs', fault: { kind: 'error', error: -230 } })
    expect(await send(say('x'))).toMatchObject({ error: { kind: 'window_closed' } })
    expect(health.at(-1)).toEqual({ status: 'ok' })
  })
})

describe('a send that fails', () => {
  const error = (number: number): Fault => ({ kind: 'error', error: number })

  it.each<[string, Fault, string, number]>([
    ['-32', error(-32), 'rate_limited', 0],
    ['-211', error(-211), 'quota', 0],
    ['-218', error(-218), 'quota', 0],
    ['-221', error(-221), 'quota', 0],
    ['-224', error(-224), 'quota', 0],
    ['-213', error(-213), 'recipient_blocked', 0],
    ['-227', error(-227), 'recipient_blocked', 0],
    ['-244', error(-244), 'recipient_blocked', 0],
    ['-230', error(-230), 'window_closed', 0],
    ['-232', error(-232), 'window_closed', 0],
    ['another number', error(-210), 'permanent', 0],
    ['429', { kind: 'status', status: 429 }, 'rate_limited', 0],
    ['500 with JSON', { kind: 'status', status: 500, body: 'json' }, 'unavailable', 0],
    ['502 with a page', { kind: 'status', status: 502 }, 'unavailable', 0],
    ['503 with nothing', { kind: 'status', status: 503, body: 'empty' }, 'unavailable', 0],
    ['a gateway’s 403', { kind: 'status', status: 403 }, 'unavailable', 0],
    ['a redirect', { kind: 'status', status: 307, location: 'http://127.0.0.1:1/' }, 'unavailable', 0],
    ['a connection cut before', { kind: 'reset', when: 'before' }, 'unknown_outcome', 0],
    ['a connection cut after', { kind: 'reset', when: 'after' }, 'unknown_outcome', 1],
    ['an answer that is no JSON', { kind: 'status', status: 200 }, 'unknown_outcome', 0],
  ])('by %s', async (_name, fault, kind, arrived) => {
    const { send, shown, emulator } = await withReader()
    emulator.faults.add({ endpoint: 'cs', fault })
    expect(await send(say('x'))).toMatchObject({ ok: false, error: { kind } })
    expect(shown()).toHaveLength(arrived)
    expect(await send(say('y'))).toMatchObject({ ok: true })
    expect(shown()).toHaveLength(arrived + 1)
  })

  it('by an answer that does not come is of unknown outcome in time', async () => {
    const { emulator, connect, writer } = await setUp()
    // By one with time enough, so that what is short is spent on the send alone.
    expect(await (await writer()).send(say('trước'))).toMatchObject({ ok: true })
    const { send, shown } = await writer(emulator.user(), connect({ pace: { sendMs: 2_000 } }))
    emulator.faults.add({ endpoint: 'cs', fault: { kind: 'hang', ms: 60_000, when: 'after' } })
    expect(await send(say('x'))).toMatchObject({
      error: { kind: 'unknown_outcome', detail: 'no answer in time' },
    })
    expect(shown()).toHaveLength(1)
  })

  it('is certainly not delivered when nothing listens', async () => {
    const { send, emulator, health } = await withReader()
    await send(say('trước'))
    await emulator.goAway()
    // The connection that was kept may have been cut in the middle of a send.
    await vi.waitFor(async () =>
      expect(await send(say('x'))).toMatchObject({ error: { kind: 'unavailable' } }),
    )
    for (let count = 0; count < 3; count++)
      expect(await send(say('x'))).toMatchObject({
        error: { kind: 'unavailable', detail: expect.stringContaining('ECONNREFUSED') },
      })
    expect(health.at(-1)).toMatchObject({
      status: 'degraded',
      detail: expect.stringContaining('cannot be reached'),
    })
    await emulator.comeBack()
    await send(say('y'))
    expect(health.at(-1)).toEqual({ status: 'ok' })
  })

  it('for being one too many waits longer each time, those under way together counted once', async () => {
    const { send, emulator } = await withReader()
    await send(say('trước'))
    emulator.faults.add({ endpoint: 'cs', times: 10, fault: error(-32) })
    const results = await Promise.all(Array.from({ length: 10 }, () => send(say('x'))))
    const pauses = results.map((result) =>
      !result.ok && result.error.kind === 'rate_limited' ? result.error.retryAfterMs : 0,
    )
    expect(Math.max(...pauses)).toBeLessThanOrEqual(1_000)
    expect(Math.min(...pauses)).toBeGreaterThan(0)
  })

  it.each([
    ['zalo_oa.quota', -211],
    ['zalo_oa.package', -224],
  ])('a thousand times is one alert (%s), over with what is accepted a day later', async (key, number) => {
    const { send, emulator, raised, alerts, health, time, writer } = await withReader()
    await send(say('trước'))
    emulator.faults.add({ endpoint: 'cs', times: 1000, fault: error(number) })
    for (let round = 0; round < 20; round++) {
      const results: SendResult[] = await Promise.all(Array.from({ length: 50 }, () => send(say('x'))))
      expect(results.every((result) => !result.ok && result.error.kind === 'quota')).toBe(true)
    }
    expect(raised(key)).toHaveLength(1)
    expect(health.at(-1)?.status).toBe('degraded')
    expect(await send(say('y'))).toMatchObject({ ok: true })
    expect(health.at(-1)).toEqual({ status: 'ok' })
    expect(alerts).not.toContain(`clear ${key}`)
    time.offset = 24 * hour
    expect(await (await writer()).send(say('y'))).toMatchObject({ ok: true })
    expect(alerts).toContain(`clear ${key}`)
  })

  it('holds up nobody else', async () => {
    const { send, emulator, writer, user } = await withReader()
    await send(say('trước'))
    const others = await Promise.all(Array.from({ length: 40 }, () => writer()))
    emulator.faults.add({ endpoint: 'cs', user: user.id, fault: { kind: 'hang', ms: 60_000, when: 'after' } })
    const hanging = send(say('x'))
    const results = await Promise.all(others.map((one) => one.send(say('y'))))
    expect(results.every(({ ok }) => ok)).toBe(true)
    await emulator.goAway()
    expect(await hanging).toMatchObject({ error: { kind: 'unknown_outcome' } })
  })

  it('to somebody who has restricted the account, or was never there, is for good', async () => {
    const { send, user, zalo, windowOf, message } = await withReader()
    user.restrict()
    expect(await send(say('x'))).toMatchObject({ error: { kind: 'recipient_blocked' } })
    expect(
      await zalo.channel.send({ id: '1', chat: '1', reply: say('x'), window: windowOf(message) }),
    ).toMatchObject({ error: { kind: 'recipient_blocked' } })
  })

  it('never becomes a promotion', async () => {
    const { send, emulator } = await withReader()
    emulator.faults.add({ endpoint: 'cs', times: 3, fault: error(-232) })
    for (let count = 0; count < 3; count++) await send(say('x'))
    expect(emulator.count('promotion')).toBe(0)
  })
})
