import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Fault } from '../emulators/telegram/faults.ts'
import { startTelegramServer, type TelegramServer } from './support/telegram-server.ts'
import { createWebCitizen } from './support/web-citizen.ts'

const question = 'Cha mẹ cháu đã đăng ký kết hôn chưa?'
const understood = 'có ai là người nước ngoài không?'
const patience = { timeout: 30_000, interval: 20 }

describe('Telegram’s wire when it fails', { timeout: 180_000 }, () => {
  let telegram: TelegramServer
  beforeAll(async () => {
    telegram = await startTelegramServer()
  }, 180_000)
  afterAll(() => telegram.remove())
  afterEach(() => telegram.emulator.faults.clear())

  /** Somebody at the first question, whose next replies meet a fault. */
  async function struckBy(fault: Fault, times = 1) {
    const citizen = telegram.citizen()
    await citizen.says('/start 1_001193', question)
    telegram.emulator.faults.add({ method: 'sendMessage', chat: citizen.user.id, fault, times })
    return citizen
  }

  it('429 of one chat: waits as told, and nobody else waits', async () => {
    const { emulator } = telegram
    const slow = await struckBy({ kind: 'status', status: 429, retryAfter: 10 })
    const other = telegram.citizen()
    const calls: number[] = []
    emulator.onCall((method, { chat_id }) => {
      if (method === 'sendMessage' && Number(chat_id) === slow.user.id) calls.push(performance.now())
    })
    slow.user.send('1')
    slow.user.send('k ạ')
    await vi.waitFor(() => expect(calls).toHaveLength(1), patience)
    await other.says('/start 1_001193', question)
    await other.says('1', understood)
    expect(calls).toHaveLength(1)
    await slow.hears(understood)
    await slow.hears('Cháu sinh ngày nào')
    expect((calls[1] ?? 0) - (calls[0] ?? 0)).toBeGreaterThan(9990)
    expect(slow.heard()).toHaveLength(4)
    emulator.onCall(null)
  })

  it.each([
    ['500', { kind: 'status', status: 500 }, 2],
    ['502 in HTML', { kind: 'status', status: 502, body: 'html' }, 2],
    ['503 without a word', { kind: 'status', status: 503, body: 'empty' }, 1],
    ['a connection cut before the message was taken', { kind: 'reset', when: 'before' }, 1],
  ] as const)(
    '%s: the answer comes all the same, and those behind it in order',
    async (_name, fault, times) => {
      const citizen = await struckBy(fault, times)
      citizen.user.send('1')
      citizen.user.send('k ạ')
      await citizen.hears('Cháu sinh ngày nào')
      const said = citizen.heard().slice(2)
      expect(said[0]).toContain(understood)
      expect(said).toHaveLength(2)
    },
  )

  it('a connection cut after the message was taken: the answer comes, twice at most, and is counted', async () => {
    const before = await unknownOutcomes()
    const citizen = await struckBy({ kind: 'reset', when: 'after' })
    citizen.user.send('1')
    citizen.user.send('k ạ')
    await citizen.hears('Cháu sinh ngày nào')
    const said = citizen.heard().slice(2)
    expect(said.filter((text) => text.includes(understood)).length).toBeLessThanOrEqual(2)
    expect(said.filter((text) => text.includes('Cháu sinh ngày nào'))).toHaveLength(1)
    expect(await unknownOutcomes()).toBe(before + 1)
  })

  it('403 of an account that is gone: nothing more is sent there, and nobody else notices', async () => {
    const [gone, other] = [telegram.citizen(), telegram.citizen()]
    await gone.says('/start 1_001193', question)
    gone.user.deactivate()
    gone.user.send('1')
    await other.says('/start 1_001193', question)
    await other.says('1', understood)
    expect(gone.heard()).toHaveLength(2)
    expect((await telegram.server.health()).parts.telegram).toEqual({ status: 'ok' })
  })

  it('polls that are cut lose no message', async () => {
    const { emulator } = telegram
    for (const fault of [
      { kind: 'reset', when: 'before' },
      { kind: 'reset', when: 'after' },
      { kind: 'status', status: 502, body: 'html' },
    ] as const)
      emulator.faults.add({ method: 'getUpdates', fault })
    const people = Array.from({ length: 5 }, () => telegram.citizen())
    for (const { user } of people) user.send('/start 1_001193')
    for (const citizen of people) await citizen.hears(question)
    for (const citizen of people) expect(citizen.heard()).toHaveLength(2)
  })

  it('Telegram gone for a while: degraded, the web chat goes on, and all is answered after', async () => {
    const { emulator, server } = telegram
    const citizen = telegram.citizen()
    await citizen.says('/start 1_001193', question)
    await emulator.goAway()
    citizen.user.send('1')
    await vi.waitFor(
      async () => expect((await server.health()).parts.telegram.status).toBe('degraded'),
      patience,
    )
    await webChatWorks(server.address)
    await emulator.comeBack()
    await citizen.hears(understood)
    expect(citizen.heard()).toHaveLength(3)
    await vi.waitFor(async () => expect((await server.health()).status).toBe('ok'), patience)
  })

  it('409: another bot polls with the token; told in /healthz, and over when that one stops', async () => {
    const { emulator, server } = telegram
    const conflict = {
      kind: 'status',
      status: 409,
      description:
        'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
    } as const
    emulator.faults.add({ method: 'getUpdates', fault: conflict, times: Number.POSITIVE_INFINITY })
    // The poll that is open ends with this.
    const first = telegram.citizen()
    await first.says('/start 1_001193', question)
    await vi.waitFor(async () => {
      const { status, parts } = await server.health()
      expect(status).toBe('degraded')
      expect(parts.telegram).toMatchObject({ status: 'degraded', detail: expect.stringContaining('409') })
    }, patience)
    await webChatWorks(server.address)
    emulator.faults.clear()
    await first.says('1', understood)
    await vi.waitFor(async () => expect((await server.health()).status).toBe('ok'), patience)
  })

  it('logs no token, whatever failed', () => {
    const [id, secret = ''] = telegram.emulator.token.split(':')
    expect(telegram.installation.output()).toContain('"msg":"a send failed"')
    expect(telegram.installation.output()).not.toContain(secret)
    expect(id).toBe('700100')
  })

  it('401: a token that is refused is told in /healthz and stops nothing else', async () => {
    const { emulator, server } = telegram
    const citizen = telegram.citizen()
    await citizen.says('/start 1_001193', question)
    emulator.revoke('700100:AAE-another_token_of_the_tests_00000')
    citizen.user.send('1')
    await vi.waitFor(async () => {
      const { status, parts } = await server.health()
      expect(status).toBe('degraded')
      expect(parts.telegram.detail).toContain('TELEGRAM_BOT_TOKEN')
    }, patience)
    await webChatWorks(server.address)
    expect(await server.stop()).toEqual({ code: 0, signal: null })
    // The operator puts the new token in: what waited is answered.
    await telegram.installation.start({ TELEGRAM_BOT_TOKEN: '700100:AAE-another_token_of_the_tests_00000' })
    await citizen.hears(understood)
    expect(citizen.heard()).toHaveLength(3)
  })

  async function webChatWorks(address: string): Promise<void> {
    const web = createWebCitizen(address)
    await web.post({ start: '1.001193' })
    await web.hears(question)
  }

  async function unknownOutcomes(): Promise<number> {
    const metrics = await (await fetch(`${telegram.server.address}/metrics`)).text()
    return Number(/^motcua_unknown_outcomes_total\{channel="telegram"\} (\d+)/m.exec(metrics)?.[1] ?? 0)
  }
})
