import { describe, expect, it, vi } from 'vitest'
import { type Fault, refusals } from '../emulators/zalo-personal/faults.ts'
import { say, setUp, withDatabase } from './set-up.ts'

withDatabase()

async function withFriend(options: Parameters<typeof setUp>[0] = {}) {
  const set = await setUp(options)
  const lan = set.emulator.person('Lan')
  lan.befriend()
  await set.start()
  return { ...set, lan }
}

const sms = '/api/message/sms'

describe('a message', () => {
  it('goes out as plain text, every choice with its number', async () => {
    const { emulator, send, lan } = await withFriend()
    const result = await send(lan.id, {
      blocks: [
        { kind: 'title', text: 'Giấy tờ' },
        { kind: 'checklist', items: [{ text: 'Tờ khai', note: 'bản chính', done: true }] },
        { kind: 'text', text: 'Cha mẹ đã <đăng ký> kết hôn chưa?' },
      ],
      progress: 'Bước 2/5',
      choices: [
        { label: 'Đã đăng ký', ref: 'g1.a.y' },
        { label: 'Chưa', ref: 'g1.a.n' },
        { label: 'Dừng', ref: 'stop', wayOut: true },
      ],
    })
    const received = await lan.next()
    expect(received.text).toBe(
      'Giấy tờ\n☑ Tờ khai\n    bản chính\nBước 2/5 · Cha mẹ đã <đăng ký> kết hôn chưa?\n  1. Đã đăng ký\n  2. Chưa\n  – Dừng',
    )
    expect(result).toEqual({ ok: true, externalId: received.msgId })
    expect(emulator.unaddressed).toBe(0)
    expect(emulator.strays).toEqual([])
  })

  it('goes to a group by its letter', async () => {
    const { emulator, send } = await withFriend()
    const group = emulator.group('Tổ 5')
    expect(await send(`g${group.id}`, 'chào tổ')).toMatchObject({ ok: true })
    expect(await group.next()).toMatchObject({ kind: 'group', text: 'chào tổ', mentions: [] })
  })

  it('for a board becomes a reminder or a poll in a group, and words elsewhere', async () => {
    const { emulator, send, lan } = await withFriend()
    const group = emulator.group('Tổ 5')
    const at = '2026-12-01T12:30:00Z'
    const reminder = say('Họp tổ 19:30', { board: { kind: 'reminder', title: 'Họp tổ', at } })
    const poll = say('Họp hôm nào?', {
      board: { kind: 'poll', question: 'Họp hôm nào?', options: ['T7', 'CN'] },
    })
    for (const reply of [reminder, poll])
      expect(await send(`g${group.id}`, reply)).toEqual({ ok: true, externalId: null })
    await send(lan.id, reminder)
    const made = emulator.calls.filter(({ path }) => /topic|poll/.test(path))
    expect(made.map(({ params }) => params)).toMatchObject([
      { grid: group.id, startTime: Date.parse(at), params: JSON.stringify({ title: 'Họp tổ' }) },
      { group_id: group.id, question: 'Họp hôm nào?', options: ['T7', 'CN'] },
    ])
    expect(group.messages()).toEqual([])
    expect(await lan.next()).toMatchObject({ text: 'Họp tổ 19:30' })
  })

  it('that is no chat of Zalo fails for good', async () => {
    const { send } = await withFriend()
    for (const chat of ['', 'g', 'abc', '12x'])
      expect(await send(chat, 'x')).toMatchObject({ error: { kind: 'permanent' } })
  })
})

describe('a send that fails', () => {
  it.each<[string, Fault, object, number]>([
    ['a connection cut before', { kind: 'reset', when: 'before' }, { kind: 'unknown_outcome' }, 0],
    ['a connection cut after', { kind: 'reset', when: 'after' }, { kind: 'unknown_outcome' }, 1],
    ['an answer that is none', { kind: 'junk', when: 'after' }, { kind: 'unknown_outcome' }, 1],
    ['502', { kind: 'status', status: 502 }, { kind: 'unavailable' }, 0],
    ['400', { kind: 'status', status: 400 }, { kind: 'permanent' }, 0],
    ['429', { kind: 'status', status: 429 }, { kind: 'rate_limited', retryAfterMs: 60_000 }, 0],
    ['221', refusals.tooMany, { kind: 'rate_limited', retryAfterMs: 60_000 }, 0],
    ['221 inside', { ...refusals.tooMany, where: 'inside' }, { kind: 'rate_limited' }, 0],
    [
      'a text of the same',
      { kind: 'error', code: 7, message: 'Bạn thao tác quá nhanh' },
      { kind: 'rate_limited' },
      0,
    ],
    ['122', refusals.strangers, { kind: 'rate_limited', retryAfterMs: 1_800_000 }, 0],
    ['123', refusals.strangersOnly, { kind: 'rate_limited', retryAfterMs: 1_800_000 }, 0],
    ['102', refusals.session, { kind: 'unavailable' }, 0],
    ['a locked account', refusals.banned, { kind: 'rate_limited' }, 0],
    [
      'being blocked',
      { kind: 'error', code: -5, message: 'Bạn đã bị chặn' },
      { kind: 'recipient_blocked' },
      0,
    ],
    [
      'a locked account of the other side',
      { kind: 'error', code: -6, message: 'Tài khoản người nhận đã bị khóa' },
      { kind: 'recipient_blocked' },
      0,
    ],
    [
      'another refusal',
      { kind: 'error', code: 114, message: 'Tham số không hợp lệ' },
      { kind: 'permanent' },
      0,
    ],
  ])('by %s', async (_name, fault, error, arrived) => {
    const { emulator, send, lan } = await withFriend()
    emulator.faults.add({ path: sms, fault })
    expect(await send(lan.id, 'x')).toMatchObject({ ok: false, error })
    expect(lan.messages()).toHaveLength(arrived)
  })

  it('by a hang ends within the ten seconds of a send, of unknown outcome', async () => {
    const { emulator, send, lan } = await withFriend({ pace: { call: 1_000 } })
    emulator.faults.add({ path: sms, fault: { kind: 'hang', when: 'after' } })
    const since = performance.now()
    expect(await send(lan.id, 'x')).toMatchObject({ error: { kind: 'unknown_outcome' } })
    expect(performance.now() - since).toBeLessThan(10_000)
    expect(lan.messages()).toHaveLength(1)
  })

  it('is certainly not delivered when nothing listens, or nobody is logged in', async () => {
    const { emulator, zalo, send, lan } = await withFriend()
    await emulator.goAway()
    expect(await send(lan.id, 'x')).toMatchObject({ error: { kind: 'unavailable' } })
    await vi.waitFor(() => expect(zalo.state().link.kind).toBe('failing'))
    expect(await send(lan.id, 'x')).toMatchObject({ error: { kind: 'unavailable', detail: 'not connected' } })
    await emulator.comeBack()
    await vi.waitFor(() => expect(zalo.state().link.kind).toBe('connected'))
    expect(await send(lan.id, 'x')).toMatchObject({ ok: true })
  })

  it('again and again is said in health, and taken back', async () => {
    const { emulator, send, lan, health } = await withFriend()
    emulator.faults.add({ path: sms, times: 3, fault: { kind: 'status', status: 502 } })
    for (const _ of [1, 2]) await send(lan.id, 'x')
    expect(health.at(-1)?.status).toBe('ok')
    await send(lan.id, 'x')
    expect(health.at(-1)?.detail).toMatch(/takes no messages \(HTTP 502\)/)
    await send(lan.id, 'x')
    expect(health.at(-1)).toEqual({ status: 'ok' })
  })
})

describe('what is secret or personal', () => {
  it('stands in no log, no result and no alert', async () => {
    const { emulator, start, send, lines, health, raised, zalo } = await setUp()
    await start()
    const lan = emulator.person('Nguyễn Thị Lan')
    const results: unknown[] = []
    for (const fault of [
      ...Object.values(refusals),
      { kind: 'error', code: 9, message: `lỗi ${emulator.session.cookie} ${lan.id} nội dung riêng` },
      { kind: 'reset', when: 'before' },
      { kind: 'junk', when: 'before' },
    ] as Fault[]) {
      emulator.faults.add({ path: sms, fault })
      results.push(await send(lan.id, 'nội dung riêng'))
      zalo.resume()
    }
    emulator.faults.add({ path: '/api/login/getLoginInfo', fault: { kind: 'reset', when: 'before' } })
    emulator.sockets.dropHard()
    await vi.waitFor(() => expect(zalo.state().link.kind).toBe('connected'))
    lan.send('không nhận được')
    await vi.waitFor(() => expect(lines.join()).toContain('refused by the inbox'))
    const all = JSON.stringify([results, lines, health, raised])
    for (const secret of [
      emulator.session.cookie,
      lan.id,
      'nội dung riêng',
      'Nguyễn',
      emulator.credentials().imei,
    ])
      expect(all).not.toContain(secret)
  })
})
