import { serveControl } from './control.ts'
import { startZaloOaEmulator } from './zalo-oa-emulator.ts'

// As a process of its own: prints one JSON line with its URL and what an app at Zalo has, then serves until it is
// told to stop.
const emulator = await startZaloOaEmulator({ port: Number(process.env.PORT ?? 0) })
serveControl(emulator)
const { url, app, oa, oauth } = emulator
process.stdout.write(`${JSON.stringify({ url, app, oa, refreshToken: oauth.giveRefreshToken() })}\n`)
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void emulator.close().then(() => process.exit(0)))
}
