import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { serveControl } from './control.ts'
import { type EmulatorOptions, startTelegramEmulator } from './telegram-emulator.ts'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

async function setUp(options: EmulatorOptions = {}) {
  const emulator = await startTelegramEmulator({ webhookRetryMs: 1, ...options })
  cleanups.push(emulator.close)
  async function call(method: string, payload: object = {}, token = emulator.token) {
    const response = await fetch(`${emulator.url}/bot${token}/${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(payload),
    })
    const body = (await response.json()) as {
      ok: boolean
      result: never
      error_code?: number
      description?: string
    }
    return { status: response.status, ...body }
  }
  const user = emulator.user()
  user.send('chào')
  return { emulator, call, user }
}

describe('the emulated Bot API', () => {
  it('knows its token', async () => {
    const { emulator, call } = await setUp()
    expect(await call('getMe')).toMatchObject({ ok: true, result: { id: 700100, is_bot: true } })
    expect(await call('getMe', {}, '700100:wrong')).toMatchObject({
      status: 401,
      description: 'Unauthorized',
    })
    expect(await call('getMe', {}, 'junk')).toMatchObject({ status: 404, description: 'Not Found' })
    emulator.revoke('700100:next')
    expect(await call('getMe')).toMatchObject({ status: 401 })
  })

  it('keeps updates until an offset above them confirms them', async () => {
    const { call, user } = await setUp()
    user.send('hai')
    const first = await call('getUpdates')
    const ids = (first.result as { update_id: number }[]).map((update) => update.update_id)
    expect(ids).toHaveLength(2)
    expect((await call('getUpdates', { limit: 1 })).result).toHaveLength(1)
    expect((await call('getUpdates', { offset: ids[1] })).result).toMatchObject([
      { message: { text: 'hai' } },
    ])
    expect((await call('getUpdates', { offset: (ids[1] ?? 0) + 1 })).result).toEqual([])
  })

  it('holds a poll until something happens, and ends the older of two', async () => {
    const { call, user, emulator } = await setUp()
    await call('getUpdates', { offset: -1 })
    const offset = 1_000_000_000
    const older = call('getUpdates', { offset, timeout: 30 })
    await vi.waitFor(() => expect(emulator.counts.get('getUpdates')).toBe(2))
    const newer = call('getUpdates', { offset: 0, timeout: 30 })
    expect(await older).toMatchObject({
      status: 409,
      description: expect.stringContaining('other getUpdates'),
    })
    user.send('ba')
    expect((await newer).result).toMatchObject([{ message: { text: 'ba' } }])
  })

  it.each(['sliding', 'bucket'] as const)('takes so many messages and no more (%s)', async (by) => {
    const { call, user, emulator } = await setUp({ limit: { by, messages: 2, ms: 3_600_000 } })
    const send = (text: string) => call('sendMessage', { chat_id: user.id, text })
    expect(await send('một')).toMatchObject({ ok: true })
    await call('sendChatAction', { chat_id: user.id, action: 'typing' })
    expect(await send('hai')).toMatchObject({ ok: true })
    expect(await send('ba')).toMatchObject({
      status: 429,
      description: expect.stringMatching(/^Too Many Requests: retry after \d{4}$/),
      parameters: { retry_after: expect.toSatisfy((seconds: number) => seconds > 1000) },
    })
    expect(emulator.limiter.seen).toEqual({ refused: 1, peak: expect.any(Number) })
  })

  it('refuses to be polled while a webhook is set', async () => {
    const { call } = await setUp()
    await call('setWebhook', { url: 'http://127.0.0.1:1/x' })
    expect(await call('getUpdates')).toMatchObject({
      status: 409,
      description: expect.stringContaining('webhook is active'),
    })
    await call('deleteWebhook')
    // What was on its way to the webhook comes back when that has failed.
    await vi.waitFor(async () => expect((await call('getUpdates')).result).toHaveLength(1))
  })

  it('posts to the webhook with the secret, again when that was refused, each chat in order', async () => {
    const { call, emulator } = await setUp()
    const seen: { secret: unknown; text: string }[] = []
    let refusals = 2
    const server = createServer((request, response) => {
      let body = ''
      request.on('data', (chunk) => {
        body += chunk
      })
      request.on('end', () => {
        refusals -= 1
        if (refusals < 0) {
          const { message } = JSON.parse(body) as { message: { text: string } }
          seen.push({ secret: request.headers['x-telegram-bot-api-secret-token'], text: message.text })
        }
        response.writeHead(refusals < 0 ? 200 : 503).end()
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    cleanups.push(() => server.close())
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    await call('getUpdates', { offset: 1_000_000_000 })
    await call('setWebhook', { url, secret_token: 'abc' })
    const someone = emulator.user()
    for (const text of ['1', '2', '3']) someone.send(text)
    await vi.waitFor(() => expect(seen).toEqual(['1', '2', '3'].map((text) => ({ secret: 'abc', text }))))
    // The last is off the list only when its answer has come back.
    await vi.waitFor(async () =>
      expect((await call('getWebhookInfo')).result).toMatchObject({
        url,
        pending_update_count: 0,
        last_error_message: expect.stringContaining('503'),
      }),
    )
  })

  it.each([
    [{ text: '' }, 'message text is empty'],
    [{ text: ' \n' }, 'message text is empty'],
    [{ text: 'x'.repeat(4097) }, 'message is too long'],
    [{ text: '<b>x', parse_mode: 'HTML' }, "can't parse entities"],
    [{ text: 'x', chat_id: 5 }, 'chat not found'],
    [
      { text: 'x', reply_markup: { inline_keyboard: [[{ text: 'a', callback_data: '' }]] } },
      'BUTTON_DATA_INVALID',
    ],
    [
      { text: 'x', reply_markup: { inline_keyboard: [[{ text: 'a', callback_data: 'ệ'.repeat(22) }]] } },
      'BUTTON_DATA_INVALID',
    ],
  ])('refuses to send %j', async (payload, why) => {
    const { call, user } = await setUp()
    expect(await call('sendMessage', { chat_id: user.id, ...payload })).toMatchObject({
      status: 400,
      description: expect.stringContaining(`Bad Request: ${why}`),
    })
  })

  it('counts the text after its entities', async () => {
    const { call, user } = await setUp()
    const text = `<b>${'&lt;'.repeat(4096)}</b>`
    expect(await call('sendMessage', { chat_id: user.id, text, parse_mode: 'HTML' })).toMatchObject({
      ok: true,
    })
    expect((await user.next()).text).toBe('<'.repeat(4096))
  })

  it('lets nobody write to those who blocked the bot', async () => {
    const { call, user } = await setUp()
    user.block()
    expect(await call('sendMessage', { chat_id: user.id, text: 'x' })).toMatchObject({
      status: 403,
      description: 'Forbidden: bot was blocked by the user',
    })
    user.unblock()
    expect(await call('sendMessage', { chat_id: user.id, text: 'x' })).toMatchObject({ ok: true })
  })

  it('edits its own messages, and only when something changes', async () => {
    const { call, user } = await setUp()
    await call('sendMessage', { chat_id: user.id, text: 'một' })
    const { id } = await user.next()
    const edit = (text: string) => call('editMessageText', { chat_id: user.id, message_id: id, text })
    expect(await edit('hai')).toMatchObject({ ok: true })
    expect(await edit('hai')).toMatchObject({
      status: 400,
      description: expect.stringContaining('message is not modified'),
    })
    expect(user.messages().find((message) => message.id === id)).toMatchObject({ text: 'hai', edits: 1 })
    const own = user.messages()[0]?.id
    expect(await call('editMessageText', { chat_id: user.id, message_id: own, text: 'x' })).toMatchObject({
      description: "Bad Request: message can't be edited",
    })
  })

  it('takes one answer for a tap and names those without', async () => {
    const { call, user, emulator } = await setUp()
    const keyboard = { inline_keyboard: [[{ text: 'Có', callback_data: 'y' }]] }
    await call('sendMessage', { chat_id: user.id, text: 'x', reply_markup: keyboard })
    const id = user.tap((await user.next()).id, 'Có')
    expect(emulator.unanswered()).toEqual([id])
    expect(await call('answerCallbackQuery', { callback_query_id: id })).toMatchObject({ ok: true })
    expect(await call('answerCallbackQuery', { callback_query_id: id })).toMatchObject({ status: 400 })
    expect(emulator.unanswered()).toEqual([])
  })

  it('fails as told, and with or without effect', async () => {
    const { call, user, emulator } = await setUp()
    const send = () => call('sendMessage', { chat_id: user.id, text: 'x' })
    const sent = () => user.messages().filter((message) => message.from === 'bot').length
    emulator.faults.add({ chat: user.id, fault: { kind: 'status', status: 429, retryAfter: 3 } })
    expect(await send()).toMatchObject({ status: 429, parameters: { retry_after: 3 } })
    emulator.faults.add({ method: 'sendMessage', fault: { kind: 'reset', when: 'before' } })
    await expect(send()).rejects.toThrow()
    expect(sent()).toBe(0)
    emulator.faults.add({ method: 'sendMessage', fault: { kind: 'reset', when: 'after' } })
    await expect(send()).rejects.toThrow()
    expect(sent()).toBe(1)
    expect(await send()).toMatchObject({ ok: true })
  })

  it('is driven from another process through its control paths', async () => {
    const { emulator, call } = await setUp()
    serveControl(emulator)
    const control = async (op: string, payload: object) => {
      const response = await fetch(`${emulator.url}/control/${op}`, {
        method: 'POST',
        body: JSON.stringify(payload),
      })
      return (await response.json()) as { ok: boolean; result: never }
    }
    await control('send', { user: 42, text: '/start' })
    const next = control('next', { user: 42 })
    await call('sendMessage', { chat_id: 42, text: 'chào anh/chị' })
    expect((await next).result).toMatchObject({ from: 'bot', text: 'chào anh/chị' })
    expect((await control('state', {})).result).toMatchObject({ counts: { sendMessage: 1 } })
    expect(await control('toString', {})).toMatchObject({ ok: false })
  })
})

it('runs as a process of its own and stops when told to', async () => {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', `${import.meta.dirname}/main.ts`],
    {
      env: { ...process.env, PORT: '0', TELEGRAM_BOT_TOKEN: '42:of-the-parent' },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  const [line] = await once(child.stdout, 'data')
  const { url, token } = JSON.parse(String(line)) as { url: string; token: string }
  expect(token).toBe('42:of-the-parent')
  expect(await (await fetch(`${url}/bot${token}/getMe`)).json()).toMatchObject({
    ok: true,
    result: { id: 42 },
  })
  child.kill('SIGTERM')
  expect(await once(child, 'exit')).toEqual([0, null])
})
