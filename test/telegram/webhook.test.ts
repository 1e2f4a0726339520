import { describe, expect, it, vi } from 'vitest'
import { setUp, webhookSecret } from './set-up.ts'

describe('taking in by webhook', () => {
  it('sets it with the secret and stores what is posted, each chat in order', async () => {
    const { emulator, telegram, texts, health, publicUrl } = await setUp({ webhook: true })
    telegram.start()
    const user = emulator.user()
    for (const text of ['1', '2', '3']) user.send(text)
    await vi.waitFor(() => expect(texts()).toEqual(['1', '2', '3']))
    expect(emulator.webhook.setting).toMatchObject({
      url: `${publicUrl}/webhooks/telegram`,
      secret: webhookSecret,
    })
    expect(health.at(-1)).toEqual({ status: 'ok' })
  })

  it('tries until it is set', async () => {
    const { emulator, telegram, texts } = await setUp({ webhook: true })
    emulator.faults.add({
      method: 'setWebhook',
      times: 3,
      fault: { kind: 'status', status: 502, body: 'html' },
    })
    telegram.start()
    emulator.user().send('x')
    await vi.waitFor(() => expect(texts()).toEqual(['x']))
  })

  it('answers 503 while the database is away, and has it all once it is back', async () => {
    const { emulator, telegram, texts, database } = await setUp({ webhook: true })
    telegram.start()
    database.failures = 7
    const user = emulator.user()
    for (const text of ['1', '2']) user.send(text)
    await vi.waitFor(() => expect(texts()).toEqual(['1', '2']))
    expect(emulator.webhook.lastError?.message).toContain('503')
    expect(database.handedIn).toBe(9)
  })

  it('stores once what is posted twice', async () => {
    const { emulator, telegram, texts, database } = await setUp({ webhook: true })
    telegram.start()
    emulator.queue.repeat(1)
    emulator.user().send('x')
    await vi.waitFor(() => expect(database.handedIn).toBe(2))
    expect(texts()).toEqual(['x'])
    expect(emulator.webhook.lastError).toBeNull()
  })

  describe('asked by a stranger', () => {
    async function post(body: string, headers: Record<string, string> = {}) {
      const { publicUrl, stored, ignored } = await setUp({ webhook: true })
      const response = await fetch(`${publicUrl}/webhooks/telegram`, { method: 'POST', headers, body })
      return { status: response.status, stored, ignored }
    }
    const signed = { 'x-telegram-bot-api-secret-token': webhookSecret, 'content-type': 'application/json' }
    const update = JSON.stringify({
      update_id: 1,
      message: { message_id: 1, from: { id: 5 }, chat: { id: 5, type: 'private' }, text: 'x' },
    })

    it.each([
      ['no secret', {}],
      ['a wrong secret', { 'x-telegram-bot-api-secret-token': 'a_secret_of_the_test' }],
      ['a longer secret', { 'x-telegram-bot-api-secret-token': `${webhookSecret}s` }],
      ['an empty secret', { 'x-telegram-bot-api-secret-token': '' }],
    ])('refuses %s', async (_name, headers) => {
      const { status, stored } = await post(update, { 'content-type': 'application/json', ...headers })
      expect(status).toBe(401)
      expect(stored).toEqual([])
    })

    it.each([
      ['nothing', ''],
      ['broken JSON', '{"update_id":1'],
      ['a word', '"x"'],
      ['a list', '[]'],
      ['no id', '{"message":{}}'],
      ['an id that is none', '{"update_id":"1"}'],
    ])('calls %s junk', async (_name, body) => {
      expect((await post(body, signed)).status).toBe(400)
    })

    it('takes no more than an update can be', async () => {
      expect((await post(`{"update_id":1,"x":"${'x'.repeat(600_000)}"}`, signed)).status).toBe(413)
    })

    it('takes any type of content as JSON', async () => {
      expect(await post(update, { ...signed, 'content-type': 'text/plain' })).toMatchObject({
        status: 200,
        stored: [{ externalId: '1' }],
      })
    })

    it('acknowledges what it does not know', async () => {
      expect(await post('{"update_id":1,"news":{}}', signed)).toMatchObject({
        status: 200,
        stored: [],
        ignored: ['unknown_kind'],
      })
    })
  })
})
