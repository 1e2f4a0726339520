import { beforeEach, describe, expect, it } from 'vitest'
import type { Fault } from '../../../../test/emulators/one-stop/faults.ts'
import {
  type OneStopEmulator,
  startOneStopEmulator,
} from '../../../../test/emulators/one-stop/one-stop-emulator.ts'
import { createOneStopClient } from './one-stop-client.ts'

let emulator: OneStopEmulator
const running = new AbortController().signal
const record = { MaHoSo: 'H26.15.3-261120-0012', TrangThaiHoSo: 4, ChuHoSo: 'Nguyễn Thị Hà' }

beforeEach(async () => {
  emulator = await startOneStopEmulator()
  emulator.change(record)
  return () => emulator.close()
})

function ask(options: { token?: string; timeoutMs?: number; signal?: AbortSignal; url?: string } = {}) {
  const { signal = running, ...rest } = options
  const client = createOneStopClient({
    url: emulator.url,
    token: emulator.token,
    longestBody: 1_000_000,
    ...rest,
  })
  return client.ask('DongBoHoSoMC', null, signal)
}

const failing = (detail: RegExp) => ({ ok: false, failure: { detail: expect.stringMatching(detail) } })

describe('asking the one-stop system', () => {
  it('brings a page and where to go on', async () => {
    expect(await ask()).toEqual({ ok: true, page: { records: [record], next: 'c1', more: false } })
  })

  it.each<[string, Fault, RegExp]>([
    ['a page for people', { kind: 'html' }, /^answers HTML instead of JSON$/],
    ['half of the JSON', { kind: 'half' }, /^answers what is no JSON$/],
    ['an error', { kind: 'status', status: 500 }, /^answers 500$/],
    ['a wrong path', { kind: 'status', status: 404 }, /ONE_STOP_URL/],
    ['a token that ran out', { kind: 'status', status: 401 }, /ONE_STOP_TOKEN/],
    ['a cut', { kind: 'reset', when: 'before' }, /^cannot be reached/],
    ['a cut in the middle', { kind: 'reset', when: 'body' }, /^broke off in the middle/],
    ['a body without end', { kind: 'endless' }, /^answers with more than 1000000 bytes$/],
    ['JSON of something else', { kind: 'body', body: '[]' }, /no page/],
    ['no list of data', { kind: 'body', body: '{"data":{},"more":false}' }, /no page/],
    ['more from nowhere', { kind: 'body', body: '{"data":[],"next":null,"more":true}' }, /not from where/],
  ])('says what is wrong about %s', async (_name, fault, detail) => {
    emulator.faults.add({ fault })
    expect(await ask()).toMatchObject(failing(detail))
  })

  it.each([
    ['120', 120_000],
    ['soon', undefined],
  ])('heeds a Retry-After of %s', async (retryAfter, retryAfterMs) => {
    emulator.faults.add({ fault: { kind: 'status', status: 429, retryAfter } })
    const result = await ask()
    if (result.ok) throw new Error('it was refused')
    expect(result.failure.detail).toContain('less often')
    expect(result.failure.retryAfterMs).toBe(retryAfterMs)
  })

  it('heeds a Retry-After of a date', async () => {
    const until = new Date(Date.now() + 3_600_000).toUTCString()
    const early = Date.parse(until) - Date.now()
    emulator.faults.add({ fault: { kind: 'status', status: 429, retryAfter: until } })
    const result = await ask()
    const left = Date.parse(until) - Date.now()
    if (result.ok) throw new Error('it was refused')
    expect(result.failure.retryAfterMs).toBeLessThanOrEqual(early)
    expect(result.failure.retryAfterMs).toBeGreaterThanOrEqual(left)
  })

  it('gives its token to nobody else', async () => {
    const other = await startOneStopEmulator()
    emulator.faults.add({ fault: { kind: 'status', status: 302, location: `${other.url}/DongBoHoSoMC` } })
    expect(await ask()).toMatchObject(failing(/sends us elsewhere \(302\)/))
    expect(other.calls).toEqual([])
    await other.close()
  })

  it.each(['before', 'body'] as const)('gives up what hangs: %s', async (when) => {
    emulator.faults.add({ fault: { kind: 'hang', when } })
    expect(await ask({ timeoutMs: 50 })).toMatchObject(failing(/does not answer within 0.05 s/))
  })

  it('lets go at once when the server stops', async () => {
    emulator.faults.add({ fault: { kind: 'hang', when: 'before' } })
    const stop = new AbortController()
    const asked = ask({ signal: stop.signal })
    await expect.poll(() => emulator.calls.length).toBe(1)
    stop.abort()
    expect(await asked).toMatchObject(failing(/the server stops/))
  })

  it('says that nobody is there', async () => {
    await emulator.close()
    expect(await ask()).toMatchObject(failing(/^cannot be reached \(ECONNREFUSED\)$/))
  })

  it('quotes nothing of what it was sent', async () => {
    emulator.faults.add({ fault: { kind: 'half' } })
    expect(JSON.stringify(await ask())).not.toMatch(/Nguyễn|H26|token/)
  })
})
