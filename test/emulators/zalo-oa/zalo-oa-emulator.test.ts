import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { type EmulatorOptions, startZaloOaEmulator } from './zalo-oa-emulator.ts'

const hour = 3600_000

async function setUp(options: EmulatorOptions = {}) {
  const time = { now: 1_700_000_000_000 }
  const emulator = await startZaloOaEmulator({ now: () => time.now, ...options })
  onTestFinished(emulator.close)
  const { url, app, oauth } = emulator

  async function exchange(form: Record<string, string>, secret = app.secret) {
    const response = await fetch(`${url}/v4/oa/access_token`, {
      method: 'POST',
      headers: { secret_key: secret },
      body: new URLSearchParams({ app_id: app.id, ...form }),
    })
    return (await response.json()) as Record<string, string>
  }
  const refresh = (token: string) => exchange({ grant_type: 'refresh_token', refresh_token: token })
  const { access_token: token = '', ...pair } = await refresh(oauth.giveRefreshToken())

  async function send(message: object, more: { to?: string; path?: string; token?: string } = {}) {
    const response = await fetch(`${url}${more.path ?? '/v3.0/oa/message/cs'}`, {
      method: 'POST',
      headers: { access_token: more.token ?? token },
      body: JSON.stringify({ recipient: { user_id: more.to ?? user.id }, message }),
    })
    return {
      status: response.status,
      ...((await response.json()) as { error: number; data?: { message_id: string } }),
    }
  }
  const user = emulator.user()
  return { emulator, time, exchange, refresh, pair, token, user, send }
}

const button = (more: object = {}) => ({ title: 'Rồi', type: 'oa.query.hide', payload: 'a~b', ...more })
const withButtons = (buttons: object[]) => ({
  text: 'x',
  attachment: { type: 'template', payload: { buttons } },
})

describe('the emulated OAuth', () => {
  it('gives a pair for a code and its verifier, once, back where the consent was asked for', async () => {
    const { emulator, exchange } = await setUp()
    const verifier = 'v'.repeat(43)
    const consent = async () => {
      const query = new URLSearchParams({
        app_id: emulator.app.id,
        redirect_uri: 'http://127.0.0.1/callback',
        code_challenge: createHash('sha256').update(verifier).digest('base64url'),
        state: 's',
      })
      const response = await fetch(`${emulator.url}/v4/oa/permission?${query}`, { redirect: 'manual' })
      return new URL(response.headers.get('location') ?? '').searchParams
    }
    const back = await consent()
    expect(Object.fromEntries(back)).toEqual({ code: expect.any(String), oa_id: emulator.oa.id, state: 's' })
    const form = { grant_type: 'authorization_code', code: back.get('code') ?? '', code_verifier: verifier }
    expect(await exchange(form)).toMatchObject({ expires_in: '90000', refresh_token: expect.any(String) })
    expect(await exchange(form)).toMatchObject({ error: -14010 })
    const again = { ...form, code: (await consent()).get('code') ?? '' }
    expect(await exchange({ ...again, code_verifier: 'w' })).toMatchObject({ error: -14010 })
    expect((await fetch(`${emulator.url}/v4/oa/permission?app_id=1`)).status).toBe(400)
  })

  it('takes a refresh token once, and only with the secret', async () => {
    const { pair, refresh, exchange } = await setUp()
    const token = pair.refresh_token ?? ''
    expect(await exchange({ grant_type: 'refresh_token', refresh_token: token }, 'x')).toMatchObject({
      error: -14004,
    })
    expect(await refresh(token)).toMatchObject({ access_token: expect.any(String) })
    expect(await refresh(token)).toMatchObject({ error: -14014 })
  })

  it('lets access tokens run out', async () => {
    const { send, user, time } = await setUp({ accessSeconds: 60 })
    user.send('x')
    expect(await send({ text: 'x' })).toMatchObject({ status: 200, error: 0 })
    time.now += 61_000
    expect(await send({ text: 'x' })).toMatchObject({ status: 200, error: -220 })
    expect(await send({ text: 'x' }, { token: 'another' })).toMatchObject({ status: 200, error: -216 })
  })
})

describe('the emulated API', () => {
  it('is as strict as Zalo', async () => {
    const { send, user } = await setUp()
    expect(await send({ text: 'x' })).toMatchObject({ error: -213 })
    const message = user.send('chào')
    const codes = async (...messages: object[]) => {
      const answers = await Promise.all(messages.map((one) => send(one)))
      return answers.map(({ error }) => error)
    }
    expect(
      await codes(
        { text: 'x'.repeat(2001) },
        { text: '' },
        { text: 'x', quote_message_id: 'unknown' },
        withButtons(Array.from({ length: 6 }, () => button())),
        withButtons([]),
        withButtons([button({ title: 'x'.repeat(101) })]),
        withButtons([button({ payload: 'x'.repeat(1001) })]),
        withButtons([button({ type: 'oa.query.other' })]),
      ),
    ).toEqual([-210, -201, -201, -201, -201, -201, -201, -201])
    expect(
      await codes({ text: 'x'.repeat(2000), quote_message_id: message }, withButtons([button()])),
    ).toEqual([0, 0])
    expect(await send({ text: 'x' }, { path: '/v3.0/oa/message/promotion' })).toMatchObject({ error: -201 })
  })

  it('keeps the window of a person, and of the message that is quoted', async () => {
    const { send, user, time } = await setUp({ accessSeconds: 90 * 3600 })
    const message = user.send('chào')
    for (let count = 0; count < 8; count++)
      expect(await send({ text: 'x', quote_message_id: message })).toMatchObject({ error: 0 })
    expect(await send({ text: 'x', quote_message_id: message })).toMatchObject({ error: -232 })
    const next = user.send('nữa')
    expect(await send({ text: 'x', quote_message_id: next })).toMatchObject({ error: 0 })
    time.now += 49 * hour
    expect(await send({ text: 'x', quote_message_id: next })).toMatchObject({ error: -230 })
    expect(await send({ text: 'x' })).toMatchObject({ error: -230 })
  })
})

/** A webhook that answers as told, and keeps what came. */
async function receive(answer: () => number) {
  const got: { body: string; signature: string }[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString('utf8')
    })
    request.on('end', () => {
      got.push({ body, signature: String(request.headers['x-zevent-signature']) })
      response.writeHead(answer()).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return { got, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` }
}

describe('the emulated webhook', () => {
  it('takes so many messages and no more, when it is told how many', async () => {
    const { emulator, send, user } = await setUp({ limit: { by: 'bucket', messages: 1, ms: hour } })
    user.send('chào')
    expect(await send({ text: 'một' })).toMatchObject({ error: 0 })
    expect(await send({ text: 'hai' })).toMatchObject({ error: -32 })
    expect(emulator.limiter.seen.refused).toBe(1)
  })

  it('signs what it posts, as often as it is refused', async () => {
    const { emulator, user } = await setUp({ retryMs: [1, 1] })
    let refusals = 2
    const { got, url } = await receive(() => (refusals-- > 0 ? 503 : 200))
    emulator.webhook.set(url)
    user.send('chào')
    await emulator.webhook.drained()
    expect(got).toHaveLength(3)
    const { app_id, timestamp } = JSON.parse(got[0]?.body ?? '') as { app_id: string; timestamp: string }
    const mac = createHash('sha256').update(`${app_id}${got[0]?.body}${timestamp}${emulator.app.oaSecret}`)
    expect(got[0]?.signature).toBe(`mac=${mac.digest('hex')}`)
    expect(emulator.webhook.givenUp).toBe(0)
    refusals = 9
    user.send('nữa')
    await emulator.webhook.drained()
    expect(emulator.webhook.givenUp).toBe(1)
  })
})

it('runs as a process of its own', async () => {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', new URL('./main.ts', import.meta.url).pathname],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, PORT: '0' },
    },
  )
  onTestFinished(() => void child.kill('SIGKILL'))
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  const { url, app, refreshToken } = JSON.parse(line.toString()) as {
    url: string
    app: { id: string; secret: string }
    refreshToken: string
  }
  const control = async (op: string, body: object = {}) => {
    const response = await fetch(`${url}/control/${op}`, { method: 'POST', body: JSON.stringify(body) })
    return ((await response.json()) as { result: unknown }).result
  }
  const { got, url: webhook } = await receive(() => 200)
  await control('webhook', { url: webhook })
  const message = await control('send', { user: '9007199254740993', text: 'chào' })
  await vi.waitFor(() => expect(got).toHaveLength(1))
  expect(got[0]?.body).toContain('"id":"9007199254740993"')
  const answer = await fetch(`${url}/v4/oa/access_token`, {
    method: 'POST',
    headers: { secret_key: app.secret },
    body: new URLSearchParams({ app_id: app.id, grant_type: 'refresh_token', refresh_token: refreshToken }),
  })
  const { access_token: token } = (await answer.json()) as { access_token: string }
  await fetch(`${url}/v3.0/oa/message/cs`, {
    method: 'POST',
    headers: { access_token: token },
    body: JSON.stringify({
      recipient: { user_id: '9007199254740993' },
      message: { text: 'Chào anh/chị', quote_message_id: message },
    }),
  })
  expect(await control('next', { user: '9007199254740993' })).toMatchObject({
    text: 'Chào anh/chị',
    quotes: message,
  })
  child.kill('SIGTERM')
  expect(await once(child, 'exit')).toEqual([0, null])
})
