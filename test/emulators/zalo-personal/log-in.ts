import { Zalo } from 'zca-js'
import type { ZaloPersonalEmulator } from './zalo-personal-emulator.ts'

interface Options {
  selfListen?: boolean
  credentials?: ReturnType<ZaloPersonalEmulator['credentials']>
}

/** The library, unmodified: every request goes to the emulator, which is told by a header what it was meant for. */
export function zaloThrough({ url }: { url: string }, { selfListen = false }: Options = {}): Zalo {
  const polyfill = (original: string | URL | Request, init: RequestInit = {}) => {
    const headers = new Headers(init.headers)
    headers.set('x-original-url', String(original))
    return fetch(url, { ...init, headers })
  }
  return new Zalo({ checkUpdate: false, logging: false, selfListen, polyfill: polyfill as typeof fetch })
}

/** @returns the library's API, logged in; its listener isn't started */
export function logIn(emulator: ZaloPersonalEmulator, options: Options = {}) {
  return zaloThrough(emulator, options).login(options.credentials ?? emulator.credentials())
}
