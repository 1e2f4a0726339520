import { describe, expect, it, vi } from 'vitest'
import { defaultPace } from '../../bots/channels/zalo-oa/pace.ts'
import { signWebhook } from '../emulators/zalo-oa/sign-webhook.ts'
import { say, setUp } from './set-up.ts'

const minute = 60_000
const hour = 60 * minute

describe('taking in', () => {
  it('stores everything a person does, once, each person in order', async () => {
    const { emulator, user, stored, ignored } = await setUp()
    user.follow()
    user.send('làm giấy khai sinh')
    user.sendImage('giấy chứng sinh')
    user.sendGif()
    user.sendFile()
    user.sendAudio()
    user.sendVideo()
    user.sendSticker()
    user.sendLocation()
    user.sendLink()
    user.sendLink('https://hanoi.gov.vn', 'xem https://hanoi.gov.vn')
    user.sendBusinessCard()
    user.submitInfo()
    user.seen('x1')
    user.received('x1')
    user.write('user_send_hologram', { text: 'x' })
    user.unfollow()
    await emulator.webhook.drained()
    expect(stored.map(({ event }) => event)).toEqual([
      { kind: 'start', follows: true },
      { kind: 'text', text: 'làm giấy khai sinh' },
      {
        kind: 'attachment',
        type: 'photo',
        caption: 'giấy chứng sinh',
        image: `https://f.example/i/${user.id}`,
        file: { ref: `https://f.example/i/${user.id}`, type: 'image/jpeg' },
      },
      { kind: 'attachment', type: 'photo' },
      {
        kind: 'attachment',
        type: 'file',
        file: { ref: `https://f.example/f/${user.id}`, name: 'don.pdf', type: 'application/pdf', size: 9 },
      },
      { kind: 'attachment', type: 'voice' },
      { kind: 'attachment', type: 'video' },
      { kind: 'attachment', type: 'sticker' },
      { kind: 'attachment', type: 'location' },
      { kind: 'attachment', type: 'other' },
      { kind: 'text', text: 'xem https://hanoi.gov.vn' },
      { kind: 'attachment', type: 'contact' },
      { kind: 'attachment', type: 'contact' },
      { kind: 'blocked' },
    ])
    expect(ignored).toEqual(['receipt', 'receipt', 'unknown_kind'])
    expect(JSON.stringify(stored)).not.toContain('84900000000')
  })

  it('keeps ids above 2^53 exactly, as strings or as numbers', async () => {
    const { emulator, stored } = await setUp()
    const id = '9007199254740993'
    emulator.user(id).send('x')
    await emulator.webhook.drained()
    const timestamp = Date.now()
    const body = Buffer.from(
      `{"event_name":"user_send_text","sender":{"id":9007199254740995},"recipient":{"id":${emulator.oa.id}},"message":{"msg_id":9007199254740997,"text":"y"},"timestamp":${timestamp}}`,
    )
    const signature = signWebhook(emulator.app, body, String(timestamp))
    expect(await emulator.webhook.post({ body, signature })).toMatchObject({ status: 200 })
    expect(stored).toMatchObject([
      { chat: id, account: emulator.app.id },
      { chat: '9007199254740995', externalId: '9007199254740997' },
    ])
  })

  it('hands the tap of a button in with the data that was sealed into it', async () => {
    const { emulator, writer, stored } = await setUp()
    const { send, user } = await writer()
    const sealed = 'g3.ket_hon.roi~a-B_9zZ0'
    const sent = await send(say('Đã kết hôn chưa?', { choices: [{ label: 'Rồi', ref: sealed }] }))
    user.tap(sent.ok ? String(sent.externalId) : '', 'Rồi')
    await emulator.webhook.drained()
    expect(stored.at(-1)?.event).toEqual({ kind: 'tap', data: sealed })
  })

  it('answers 503 while nothing can be stored, and has it all once it can', async () => {
    const { emulator, user, inbox, texts } = await setUp()
    inbox.failures = 3
    user.send('một')
    user.send('hai')
    await emulator.webhook.drained()
    expect(texts()).toEqual(['một', 'hai'])
    expect(emulator.webhook.answers[0]).toMatchObject({ status: 503, retryAfter: '1' })
    expect(emulator.webhook.givenUp).toBe(0)
  })

  it('answers 503 in time while storing hangs, and stores what comes again once', async () => {
    const { emulator, user, inbox, stored, texts } = await setUp({ emulator: { retryMs: [5, 5, 5] } })
    const { promise, resolve } = Promise.withResolvers<void>()
    inbox.slow = promise
    user.send('một')
    await vi.waitFor(() => expect(emulator.webhook.answers).not.toHaveLength(0))
    expect(emulator.webhook.answers[0]).toMatchObject({ status: 503, retryAfter: '1' })
    // Zalo itself waits for two seconds.
    expect(defaultPace.answerMs).toBeLessThan(2_000)
    resolve()
    await emulator.webhook.drained()
    expect(emulator.webhook.answers.at(-1)?.status).toBe(200)
    expect(texts()).toEqual(['một'])
    expect(stored).toHaveLength(1)
  })

  it('drops what the inbox can never take', async () => {
    const { emulator, user, ignored, texts } = await setUp()
    user.send('không nhận được')
    user.send('nhận được')
    await emulator.webhook.drained()
    expect(texts()).toEqual(['nhận được'])
    expect(ignored).toEqual(['refused'])
  })

  it('stores once what is posted three times', async () => {
    const { emulator, user, stored, inbox } = await setUp()
    emulator.webhook.repeat(3)
    user.send('x')
    user.follow()
    await emulator.webhook.drained()
    expect(inbox.handedIn).toBe(6)
    expect(stored).toHaveLength(2)
    expect(emulator.webhook.answers.every(({ status }) => status === 200)).toBe(true)
  })

  it('leaves the events of another Official Account of the same app alone', async () => {
    const { emulator, zalo, user, stored, ignored } = await setUp()
    zalo.start()
    await vi.waitFor(() => expect(zalo.linkTo()).toBe(`https://zalo.me/${emulator.oa.id}`))
    user.post({
      event_name: 'user_send_text',
      sender: { id: user.id },
      recipient: { id: '123' },
      message: { msg_id: 'a1', text: 'x' },
    })
    await emulator.webhook.drained()
    expect(stored).toEqual([])
    expect(ignored).toEqual(['other_account'])
  })

  it('takes the events of an account that was connected by way of another process', async () => {
    const { emulator, database, zalo, user, stored } = await setUp()
    zalo.start()
    await vi.waitFor(() => expect(zalo.linkTo()).not.toBeNull())
    await database.db.updateTable('channel_token').set({ oa_id: '123' }).execute()
    const sent = { sender: { id: user.id }, recipient: { id: '123' }, message: { msg_id: 'a1', text: 'x' } }
    user.post({ event_name: 'user_send_text', ...sent })
    await emulator.webhook.drained()
    expect(stored).toMatchObject([{ externalId: 'a1' }])
    expect(zalo.linkTo()).toBe('https://zalo.me/123')
  })

  it('works without knowing the account’s id', async () => {
    const { emulator, zalo, user, stored, health } = await setUp()
    emulator.missing.add('getoa')
    zalo.start()
    await vi.waitFor(() => expect(health.at(-1)).toEqual({ status: 'ok' }))
    user.send('x')
    await emulator.webhook.drained()
    expect(stored).toHaveLength(1)
    expect(zalo.linkTo()).toBeNull()
  })

  it('answers at once while every send hangs', async () => {
    const { emulator, writer, user, texts } = await setUp()
    const { send } = await writer()
    emulator.faults.add({
      endpoint: 'cs',
      times: Number.POSITIVE_INFINITY,
      fault: { kind: 'hang', ms: 60_000, when: 'after' },
    })
    const hanging = Array.from({ length: 30 }, () => send(say('x')))
    await vi.waitFor(() => expect(emulator.count('cs')).toBe(30))
    for (let count = 0; count < 100; count++) emulator.user().send('y')
    user.send('z')
    await emulator.webhook.drained()
    expect(texts()).toHaveLength(102)
    const took = emulator.webhook.answers.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b)
    // A send is given up after twice as long.
    expect(took[Math.floor(took.length / 2)]).toBeLessThan(defaultPace.sendMs / 2)
    await emulator.goAway()
    for (const result of await Promise.all(hanging))
      expect(result).toMatchObject({ error: { kind: 'unknown_outcome' } })
  })
})

describe('a webhook that is not as Zalo posts it', () => {
  async function withPost() {
    const set = await setUp()
    const { webhook, app } = set.emulator
    const event = (more: object = {}) => ({
      app_id: app.id,
      event_name: 'user_send_text',
      sender: { id: '246845883529197922' },
      recipient: { id: set.emulator.oa.id },
      message: { msg_id: '96d3cdf3af150460909', text: 'x "đ" \u00e9' },
      timestamp: String(Date.now()),
      ...more,
    })
    const signed = (more?: object) => webhook.sign(event(more))
    return { ...set, event, signed, post: webhook.post }
  }

  it('is refused without a signature, with another one, or one of another form', async () => {
    const { post, signed, stored } = await withPost()
    const { body, signature = '' } = signed()
    const turned = signature.replace(/.$/, (last) => (last === '0' ? '1' : '0'))
    for (const bad of [
      undefined,
      '',
      'mac=',
      turned,
      signature.slice(0, -1),
      signature.replace('mac=', 'hmac='),
    ])
      expect(await post({ body, ...(bad === undefined ? {} : { signature: bad }) })).toMatchObject({
        status: 401,
      })
    expect(stored).toEqual([])
    expect(await post({ body, signature })).toMatchObject({ status: 200 })
  })

  it('is refused when it was changed, also where it still means the same', async () => {
    const { post, signed, event, emulator, stored } = await withPost()
    const content = event()
    const { signature } = emulator.webhook.sign(content)
    const written = [
      JSON.stringify(content, null, 1),
      JSON.stringify(content).replaceAll('đ', '\\u0111'),
      JSON.stringify({ ...content, message: { ...content.message, text: 'y' } }),
      `${JSON.stringify(content)} `,
      JSON.stringify({ ...content, timestamp: String(Date.now() + 1) }),
    ]
    for (const body of written)
      expect(await post({ body: Buffer.from(body), signature })).toMatchObject({ status: 401 })
    const other = signWebhook({ ...emulator.app, oaSecret: 'another' }, signed().body, content.timestamp)
    expect(await post({ body: signed().body, signature: other })).toMatchObject({ status: 401 })
    expect(stored).toEqual([])
  })

  it('is junk when it is cut short, or no event', async () => {
    const { post, signed, emulator } = await withPost()
    const { body, signature } = signed()
    expect(await post({ body: body.subarray(0, 100), signature })).toMatchObject({ status: 400 })
    for (const junk of [
      '',
      '"x"',
      '[]',
      'null',
      '{',
      '\u0000\u0001',
      '{"event_name":"x"}',
      '{"timestamp":{}}',
    ])
      expect(await post({ body: Buffer.from(junk), signature })).toMatchObject({ status: 400 })
    const nameless = emulator.webhook.sign({ timestamp: String(Date.now()) })
    expect(await post(nameless)).toMatchObject({ status: 400 })
  })

  it('is too large with five megabytes', async () => {
    const { post, signed, stored } = await withPost()
    expect(await post(signed({ padding: 'x'.repeat(5_000_000) }))).toMatchObject({ status: 413 })
    expect(await post({ body: Buffer.alloc(5_000_000) }).catch(() => ({ status: 401 }))).toMatchObject({
      status: 401,
    })
    expect(stored).toEqual([])
  })

  it('is taken when signed, whatever it tells of', async () => {
    const { post, signed, stored, ignored } = await withPost()
    for (const name of ['user_reacted_message', 'anonymous_send_text', 'shop_has_order', '__proto__'])
      expect(await post(signed({ event_name: name }))).toMatchObject({ status: 200 })
    expect(stored).toEqual([])
    expect(ignored).toEqual(['unknown_kind', 'anonymous', 'unknown_kind', 'unknown_kind'])
  })

  it.each([
    ['now', 0, 200],
    ['with this clock 10 minutes ahead', 10 * minute, 200],
    ['with this clock 10 minutes behind', -10 * minute, 200],
    ['at the last of Zalo’s retries', 2 * hour, 200],
    ['four hours later', 4 * hour, 401],
    ['two hours before it happened', -2 * hour, 401],
  ])('is judged by its age: posted %s', async (_name, offset, status) => {
    const { post, signed, time } = await withPost()
    const one = signed()
    time.offset = offset
    // The clock that rules go by does not matter.
    time.ruleOffset = 26 * hour
    expect(await post(one)).toMatchObject({ status })
  })
})
