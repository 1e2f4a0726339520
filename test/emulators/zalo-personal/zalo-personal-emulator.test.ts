import { afterEach, describe, expect, it } from 'vitest'
import { ThreadType } from 'zca-js'
import { logIn } from './log-in.ts'
import { type EmulatorOptions, startZaloPersonalEmulator } from './zalo-personal-emulator.ts'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

async function setUp(options: EmulatorOptions = {}) {
  const emulator = await startZaloPersonalEmulator(options)
  cleanups.push(emulator.close)
  const api = await logIn(emulator)
  cleanups.push(() => api.listener.stop())
  api.listener.on('error', () => {})
  return { emulator, api }
}

describe('smoke', () => {
  it('logs in, listens, answers', async () => {
    const { emulator, api } = await setUp()
    const got: unknown[] = []
    api.listener.on('message', (message) => got.push([message.threadId, message.data.content]))
    await new Promise((resolve) => {
      api.listener.once('cipher_key', resolve)
      api.listener.start()
    })
    const lan = emulator.person('Lan')
    const next = new Promise((resolve) => api.listener.once('message', resolve))
    lan.send('chào')
    await next
    expect(got).toEqual([[lan.id, 'chào']])
    await api.sendMessage('Chào chị', lan.id, ThreadType.User)
    expect(await lan.next()).toMatchObject({ text: 'Chào chị' })
    expect(emulator.strays).toEqual([])
  })
})
