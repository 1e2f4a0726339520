import { onTestFinished } from 'vitest'
import type { API, GroupMessage, UserMessage } from 'zca-js'
import { logIn } from './log-in.ts'
import { type EmulatorOptions, startZaloPersonalEmulator } from './zalo-personal-emulator.ts'

/** The emulator and the unmodified library logged in to it; both end with the test. */
export async function setUp({ selfListen, ...options }: EmulatorOptions & { selfListen?: boolean } = {}) {
  const emulator = await startZaloPersonalEmulator(options)
  onTestFinished(emulator.close)
  const api = await logIn(emulator, selfListen ? { selfListen } : {})
  onTestFinished(() => api.listener.stop())
  const errors: unknown[] = []
  api.listener.on('error', (error) => errors.push(error))
  return { emulator, api, errors }
}

/** Starts the listener and waits until it has the connection's key. */
export async function listen({ listener }: API, options?: { retryOnClose: boolean }): Promise<void> {
  const ready = new Promise((resolve) => listener.once('cipher_key', resolve))
  listener.start(options)
  await ready
}

/** What a listener hears from now on, in its order. */
export function hear({ listener }: API): (UserMessage | GroupMessage)[] {
  const heard: (UserMessage | GroupMessage)[] = []
  listener.on('message', (message) => heard.push(message))
  return heard
}
