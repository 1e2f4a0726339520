import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { renderHtml, renderPlain } from '../../bots/channels/telegram/render-html.ts'
import type { Reply } from '../../bots/dialogue/reply.ts'
import type { Fault } from '../emulators/telegram/faults.ts'
import { parseHtml } from '../emulators/telegram/parse-html.ts'
import { renewal, say, setUp } from './set-up.ts'

async function withReader(webhook = false) {
  const set = await setUp({ webhook })
  const user = set.emulator.user()
  user.send('chào')
  const send = (reply: Reply, replaces?: string) =>
    set.telegram.channel.send({
      id: '1',
      window: null,
      chat: String(user.id),
      reply,
      ...(replaces ? { replaces } : {}),
    })
  const shown = () => user.messages().filter(({ from }) => from === 'bot')
  return { ...set, user, send, shown }
}

describe('a message', () => {
  it('is shown with its parts marked and one button a row', async () => {
    const { send, shown } = await withReader()
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
        { kind: 'list', items: ['một', 'hai'], ordered: true },
        { kind: 'list', items: ['ba'] },
        { kind: 'facts', items: [{ label: 'Lệ phí', value: '0 đồng' }] },
        { kind: 'link', label: 'Nộp trực tuyến', url: 'https://dichvucong.gov.vn/?a=1&b="2"' },
        { kind: 'text', text: 'Cha mẹ <đã> đăng ký & kết hôn chưa?' },
      ],
      progress: 'Bước 2/5',
      choices: [
        { label: 'Đã đăng ký kết hôn', ref: 'g1.a.y' },
        { label: 'Chưa', ref: 'g1.a.n' },
      ],
    })
    const [message] = shown()
    expect(result).toEqual({ ok: true, externalId: String(message?.id) })
    expect(message?.text).toBe(
      [
        'Giấy tờ',
        '☑ Tờ khai\n☐ Giấy chứng sinh\n     bản chính',
        '1. một\n2. hai',
        '• ba',
        'Lệ phí: 0 đồng',
        'Nộp trực tuyến',
        'Bước 2/5\nCha mẹ <đã> đăng ký & kết hôn chưa?',
      ].join('\n\n'),
    )
    expect(message?.entities.map(({ type }) => type)).toEqual([
      'bold',
      'italic',
      'bold',
      'text_link',
      'italic',
    ])
    expect(message?.entities.find(({ type }) => type === 'text_link')?.url).toBe(
      'https://dichvucong.gov.vn/?a=1&b=%222%22',
    )
    expect(message?.keyboard).toEqual([
      [{ text: 'Đã đăng ký kết hôn', callback_data: 'g1.a.y' }],
      [{ text: 'Chưa', callback_data: 'g1.a.n' }],
    ])
  })

  it('asks for a phone number by the keyboard below the chat, with the choices beside it, until one goes without', async () => {
    const { send, user, stored, shown, telegram } = await withReader()
    telegram.start()
    const ask = { asksPhone: 'Gửi số của tôi', choices: [{ label: 'Tôi có phiếu', ref: 'd.slip' }] }
    expect(await send(say('Anh/chị chọn cách nào?', ask))).toMatchObject({ ok: true })
    expect(user.chat.replyKeyboard).toEqual([
      { text: 'Gửi số của tôi', request_contact: true },
      { text: 'Tôi có phiếu' },
    ])
    user.press('Tôi có phiếu')
    user.press('Gửi số của tôi', '84912345678')
    await vi.waitFor(() =>
      expect(stored.slice(1).map(({ event }) => event)).toEqual([
        { kind: 'text', text: 'Tôi có phiếu' },
        { kind: 'contact', phone: { hash: 'hash of 84912345678', last2: '78' } },
      ]),
    )
    // Buttons of its own leave the keyboard where it is.
    await send(say('Còn đây?', { choices: [{ label: 'Có', ref: 'g1.a.y' }], dropsPhoneButton: true }))
    expect(user.chat.replyKeyboard).toHaveLength(2)
    await send(say('Đã nhận', { dropsPhoneButton: true }))
    expect(user.chat.replyKeyboard).toEqual([])
    expect(shown().at(-1)?.text).toBe('Đã nhận')
  })

  it('shows the address of a link that Telegram would not make one', async () => {
    const { send, shown } = await withReader()
    await send({
      blocks: [{ kind: 'link', label: 'Trang của phường', url: 'http://localhost:8080/chat?a<b' }],
    })
    await send({ blocks: [{ kind: 'link', label: 'Lạ', url: 'javascript:alert(1)' }] })
    expect(shown().map(({ text }) => text)).toEqual([
      'Trang của phường: http://localhost:8080/chat?a<b',
      'Lạ: javascript:alert(1)',
    ])
  })

  it('says exactly what it was given, whatever that is', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({
        unit: fc.constantFrom(
          '<',
          '>',
          '&',
          'a',
          '/',
          '"',
          "'",
          ';',
          '#',
          '\ud83d',
          '\n',
          '</b>',
          '&lt;',
          '<b',
          '_',
          '*',
        ),
      }),
    )
    const block = fc.oneof(
      fc.record({ kind: fc.constantFrom('text' as const, 'title' as const), text: hostile }),
      fc.record({ kind: fc.constant('list' as const), items: fc.array(hostile) }),
      fc.record({
        kind: fc.constant('checklist' as const),
        items: fc.array(fc.record({ text: hostile, note: hostile, done: fc.boolean() })),
      }),
      fc.record({
        kind: fc.constant('facts' as const),
        items: fc.array(fc.record({ label: hostile, value: hostile })),
      }),
    )
    fc.assert(
      fc.property(fc.array(block), hostile, (blocks, progress) => {
        expect(parseHtml(renderHtml({ blocks, progress }))).toMatchObject({
          ok: true,
          text: renderPlain({ blocks, progress }),
        })
      }),
      { numRuns: 1000 },
    )
    fc.assert(
      fc.property(hostile, (text) => {
        expect(parseHtml(renderHtml(say(text)))).toMatchObject({ text: text.toWellFormed() })
      }),
    )
  })

  it('keeps a hostile link in its place', () => {
    fc.assert(
      fc.property(
        fc.webUrl({ withQueryParameters: true, withFragments: true }),
        fc.string(),
        (url, label) => {
          const parsed = parseHtml(renderHtml({ blocks: [{ kind: 'link', label: `${label}x`, url }] }))
          expect(parsed).toMatchObject({
            ok: true,
            text: `${label}x`,
            entities: [{ type: 'text_link', url: new URL(url).href }],
          })
        },
      ),
    )
  })

  it.each([
    ['https://127.vn/', 1],
    ['http://127.1/', 0],
    ['http://may-chu/', 0],
  ])('shows %s as a link only where Telegram takes it for one', (url, links) => {
    const parsed = parseHtml(renderHtml({ blocks: [{ kind: 'link', label: 'Trang', url }] }))
    expect(parsed).toMatchObject({ ok: true, entities: { length: links } })
  })

  it('goes out as plain text when the server cannot read the HTML', async () => {
    const { send, shown, emulator } = await withReader()
    const description = "Bad Request: can't parse entities: Unsupported start tag"
    emulator.faults.add({ method: 'sendMessage', fault: { kind: 'status', status: 400, description } })
    expect(await send({ blocks: [{ kind: 'title', text: 'A < B' }] })).toMatchObject({ ok: true })
    expect(shown()).toMatchObject([{ text: 'A < B', entities: [] }])
  })
})

describe('replacing a message', () => {
  it('changes it in place', async () => {
    const { send, shown } = await withReader()
    const first = await send(say('☐ Tờ khai', { choices: [{ label: '☐ Tờ khai', ref: 't:a' }] }))
    const id = first.ok ? String(first.externalId) : ''
    expect(await send(say('☑ Tờ khai'), id)).toEqual({ ok: true, externalId: id })
    expect(shown()).toMatchObject([{ id: Number(id), text: '☑ Tờ khai', keyboard: [] }])
  })

  it('is done when there is nothing to change', async () => {
    const { send, shown } = await withReader()
    const first = await send(say('x'))
    const id = first.ok ? String(first.externalId) : ''
    expect(await send(say('x'), id)).toEqual({ ok: true, externalId: id })
    expect(shown()).toHaveLength(1)
  })

  it('sends a new one when the old is gone or not ours', async () => {
    const { send, shown, user } = await withReader()
    expect(await send(say('mới'), '999999')).toMatchObject({ ok: true })
    expect(await send(say('mới nữa'), String(user.messages()[0]?.id))).toMatchObject({ ok: true })
    expect(shown().map(({ text }) => text)).toEqual(['mới', 'mới nữa'])
  })

  it('sends nothing more when the outcome is unknown', async () => {
    const { send, shown, emulator } = await withReader()
    const first = await send(say('x'))
    emulator.faults.add({ method: 'editMessageText', fault: { kind: 'reset', when: 'after' } })
    expect(await send(say('y'), first.ok ? String(first.externalId) : '')).toMatchObject({
      error: { kind: 'unknown_outcome' },
    })
    expect(shown()).toMatchObject([{ text: 'y' }])
  })
})

describe('a send that fails', () => {
  const status = (code: number, more: Partial<Extract<Fault, { kind: 'status' }>> = {}): Fault => ({
    kind: 'status',
    status: code,
    ...more,
  })

  it.each<[string, Fault, object, number]>([
    ['429', status(429, { retryAfter: 17 }), { kind: 'rate_limited', retryAfterMs: 17_000 }, 0],
    [
      '403',
      status(403, { description: 'Forbidden: bot was blocked by the user' }),
      { kind: 'recipient_blocked' },
      0,
    ],
    ['401', status(401, { description: 'Unauthorized' }), { kind: 'auth_expired' }, 0],
    ['404', status(404, { description: 'Not Found' }), { kind: 'auth_expired' }, 0],
    [
      'an unknown chat',
      status(400, { description: 'Bad Request: chat not found' }),
      { kind: 'recipient_blocked' },
      0,
    ],
    [
      'another 400',
      status(400, { description: 'Bad Request: BUTTON_DATA_INVALID' }),
      { kind: 'permanent' },
      0,
    ],
    ['500 with JSON', status(500), { kind: 'unavailable' }, 0],
    ['502 with a page', status(502, { body: 'html' }), { kind: 'unavailable' }, 0],
    ['503 with nothing', status(503, { body: 'empty' }), { kind: 'unavailable' }, 0],
    ['a connection cut before', { kind: 'reset', when: 'before' }, { kind: 'unknown_outcome' }, 0],
    ['a connection cut after', { kind: 'reset', when: 'after' }, { kind: 'unknown_outcome' }, 1],
    ['an answer that is no JSON', status(200, { body: 'html' }), { kind: 'unknown_outcome' }, 0],
  ])('by %s', async (_name, fault, error, arrived) => {
    const { send, shown, emulator } = await withReader()
    emulator.faults.add({ method: 'sendMessage', fault })
    expect(await send(say('x'))).toMatchObject({ ok: false, error })
    expect(shown()).toHaveLength(arrived)
    expect(await send(say('y'))).toMatchObject({ ok: true })
  })

  it('is certainly not delivered when nothing listens', async () => {
    const { send, emulator } = await withReader()
    await emulator.goAway()
    expect(await send(say('x'))).toMatchObject({
      error: { kind: 'unavailable', detail: expect.stringContaining('ECONNREFUSED') },
    })
  })

  it('tells a blocked person, a deleted account and a chat nobody opened apart from failures that pass', async () => {
    const { send, user, emulator, telegram } = await withReader()
    user.block()
    expect(await send(say('x'))).toMatchObject({ error: { kind: 'recipient_blocked' } })
    const gone = emulator.user()
    gone.send('x')
    gone.deactivate()
    for (const chat of [String(gone.id), '123456789']) {
      expect(await telegram.channel.send({ id: '1', window: null, chat, reply: say('x') })).toMatchObject({
        error: { kind: 'recipient_blocked' },
      })
    }
  })

  it('says in health what concerns everybody, and takes it back', async () => {
    const { send, emulator, health, pauses, telegram } = await withReader(true)
    telegram.start()
    // The webhook is set: were that still on its way, it would be refused too, and health say so for longer.
    await vi.waitFor(() => expect(pauses).toContain(renewal))
    expect(health.at(-1)).toEqual({ status: 'ok' })
    emulator.revoke('700100:another')
    expect(await send(say('x'))).toMatchObject({ error: { kind: 'auth_expired' } })
    expect(health.at(-1)?.detail).toMatch(/refuses the token/)
    emulator.revoke(emulator.token)
    await send(say('x'))
    expect(health.at(-1)).toEqual({ status: 'ok' })
    emulator.faults.add({ method: 'sendMessage', times: 3, fault: status(502) })
    for (const _ of [1, 2]) await send(say('x'))
    expect(health.at(-1)).toEqual({ status: 'ok' })
    await send(say('x'))
    expect(health.at(-1)?.detail).toMatch(/cannot be reached \(502/)
    await send(say('x'))
    expect(health.at(-1)).toEqual({ status: 'ok' })
  })

  it('holds up nobody else', async () => {
    const { send, emulator, telegram, user } = await withReader()
    const others = Array.from({ length: 80 }, () => emulator.user())
    for (const other of others) other.send('chào')
    const lift = emulator.faults.add({
      chat: user.id,
      times: 1,
      fault: { kind: 'hang', ms: 60_000, when: 'after' },
    })
    const hanging = send(say('x'))
    const results = await Promise.all(
      others.map(({ id }) =>
        telegram.channel.send({ id: '1', window: null, chat: String(id), reply: say('y') }),
      ),
    )
    expect(results.every(({ ok }) => ok)).toBe(true)
    lift()
    await emulator.goAway()
    expect(await hanging).toMatchObject({ error: { kind: 'unknown_outcome' } })
    await emulator.comeBack()
  })

  it('never names the token, in a result or a log', async () => {
    const { send, emulator, telegram, lines, health, stored } = await withReader()
    const results: unknown[] = []
    const secret = emulator.token.split(':')[1] ?? ''
    const faults: Fault[] = [
      status(400, { description: `Bad Request: /bot${emulator.token}/sendMessage "${emulator.token}"` }),
      status(404, { description: `Not Found ${emulator.token}` }),
      status(200, { body: 'html' }),
      status(502, { body: 'html' }),
      { kind: 'reset', when: 'before' },
      { kind: 'reset', when: 'after' },
    ]
    for (const fault of faults) {
      emulator.faults.add({ fault, method: 'sendMessage' })
      emulator.faults.add({ fault, method: 'answerCallbackQuery' })
      for (const method of ['getMe', 'setMyCommands', 'deleteWebhook', 'getUpdates'])
        emulator.faults.add({ fault, method })
      results.push(await send(say('x')))
    }
    telegram.start()
    const user = emulator.user()
    for (const _ of faults) user.tapRaw(1, 'x')
    await vi.waitFor(() => expect(stored).toHaveLength(faults.length + 1))
    await vi.waitFor(() => expect(lines.length).toBeGreaterThan(5))
    await emulator.goAway()
    results.push(await send(say('x')))
    await telegram.stop()
    expect(JSON.stringify([results, lines, health])).not.toContain(secret)
  })
})
