import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { listSetAside, retrySetAside } from '../../bots/inbox/list-set-aside.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { fakeChannel } from './support/fake-channel.ts'
import { scriptedTurn } from './support/scripted-turn.ts'
import { incoming, start } from './support/start.ts'

describe('turns that fail', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await createTestDatabase()
  })
  afterAll(() => database.drop())

  const patience = { interval: 10 }

  it('tries an event three times, apologises, keeps the place and goes on', async () => {
    const channel = fakeChannel()
    const process = await start(database.pool, [channel])
    await process.store([
      incoming('throws', 'trước'),
      incoming('throws', 'throw bí mật'),
      incoming('throws', 'sau'),
      incoming('calm', 'alo'),
    ])
    await vi.waitFor(() => expect(channel.received('calm')).toEqual(['1: alo']), patience)
    await vi.waitFor(() => {
      expect(channel.received('throws')).toEqual(['1: trước', 'sorry', '2: sau'])
    }, patience)
    expect(process.counted).toMatchObject({ turnsFailed: 3, setAside: 1 })
    const [failed] = await listSetAside(database.pool)
    expect(failed).toMatchObject({ channel: 'telegram', attempts: 3 })
    expect(failed?.failure).toMatch(/^RangeError at .*scripted-turn\.ts:\d+$/)
    const told = process.logged.filter((line) => JSON.stringify(line.fields).includes(`"${failed?.id}"`))
    expect(told.map((line) => line.message)).toContain('an event was set aside after three attempts')
    expect(JSON.stringify(process.logged)).not.toContain('bí mật')
  })

  it('tries an event again at an operator’s word', async () => {
    const channel = fakeChannel()
    const mended = { yes: false }
    const process = await start(database.pool, [channel], {
      runTurn: (state, event) =>
        mended.yes && event.kind === 'text'
          ? scriptedTurn(state, { kind: 'text', text: event.text.replace('throw ', '') })
          : scriptedTurn(state, event),
    })
    await process.store([incoming('again', 'throw lỗi')])
    await vi.waitFor(() => expect(channel.received('again')).toEqual(['sorry']), patience)
    mended.yes = true
    const failed = (await listSetAside(database.pool)).at(-1)
    expect(await retrySetAside(database.pool, failed?.id ?? '')).toBe(true)
    await vi.waitFor(() => expect(channel.received('again')).toEqual(['sorry', '1: lỗi']), patience)
    expect(await retrySetAside(database.pool, failed?.id ?? '')).toBe(false)
  })

  it('isolates an event whose effects the database refuses', async () => {
    const channel = fakeChannel()
    const process = await start(database.pool, [channel])
    const chats = Array.from({ length: 10 }, (_, index) => `neighbour${index}`)
    await process.store([incoming('refused', 'bad'), ...chats.map((chat) => incoming(chat, 'alo'))])
    await process.store([incoming('refused', 'sau')])
    await vi.waitFor(() => {
      for (const chat of chats) expect(channel.received(chat)).toEqual(['1: alo'])
    }, patience)
    await vi.waitFor(() => expect(channel.received('refused')).toEqual(['sorry', '1: sau']), patience)
    expect((await listSetAside(database.pool)).at(-1)?.failure).toContain('22007')
  })

  it('holds against no event that the database went away while it was run', async () => {
    const channel = fakeChannel()
    const left = { failures: 1, full: 4 }
    const process = await start(database.pool, [channel], {
      runTurn(state, event) {
        if (left.failures-- > 0) throw new Error('once')
        return scriptedTurn(state, event)
      },
      async recordErasure() {
        if (left.full-- > 0) throw Object.assign(new Error('no room'), { code: '53100' })
      },
    })
    await process.store([incoming('unlucky', 'erase')])
    await vi.waitFor(() => expect(channel.received('unlucky')).toEqual(['erased']), patience)
    expect(left.full).toBe(-1)
    expect(process.counted.setAside).toBe(0)
  })

  it('lets nobody wait for an erasure that cannot be kept in the journal', async () => {
    const channel = fakeChannel()
    const disk = { full: true }
    const process = await start(database.pool, [channel], {
      async recordErasure() {
        if (disk.full) throw Object.assign(new Error('no space'), { code: 'ENOSPC' })
      },
    })
    const chats = Array.from({ length: 5 }, (_, index) => `beside${index}`)
    await process.store([incoming('stuck', 'erase'), ...chats.map((chat) => incoming(chat, 'alo'))])
    await vi.waitFor(() => {
      for (const chat of chats) expect(channel.received(chat)).toEqual(['1: alo'])
    }, patience)
    expect(channel.received('stuck')).toEqual([])
    disk.full = false
    await vi.waitFor(() => expect(channel.received('stuck')).toEqual(['erased']), patience)
  })

  it('uses up no code in a turn that fails on what it was told of it', async () => {
    const channel = fakeChannel()
    const left = { failures: 2 }
    const process = await start(database.pool, [channel], {
      runTurn(state, event) {
        if (event.kind === 'answered' && left.failures-- > 0) throw new Error('twice')
        return scriptedTurn(state, event)
      },
    })
    await process.store([incoming('gives', 'code')])
    await vi.waitFor(() => expect(channel.received('gives')).toHaveLength(2), patience)
    const code = channel.received('gives')[1]?.replace('code ', '')
    await process.store([incoming('takes', `redeem ${code}`)])
    await vi.waitFor(() => expect(channel.received('takes')).toHaveLength(1), patience)
    expect(channel.received('takes')[0]).toContain('"kind":"code_state"')
  })

  it('ends a turn that keeps asking', async () => {
    const channel = fakeChannel()
    const process = await start(database.pool, [channel], {
      runTurn: (state) => ({ state, replies: [], effects: [], ask: { kind: 'redeem_code', code: 'X' } }),
    })
    await process.store([incoming('asks', 'alo')])
    await vi.waitFor(() => expect(channel.received('asks')).toEqual(['sorry']), patience)
  })
})
