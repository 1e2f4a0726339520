import { serveControl } from './control.ts'
import { startZaloPersonalEmulator } from './zalo-personal-emulator.ts'

// As a process of its own: prints one JSON line with its URL and credentials, then serves until it is told to stop.
const emulator = await startZaloPersonalEmulator({ port: Number(process.env.PORT ?? 0) })
serveControl(emulator)
process.stdout.write(`${JSON.stringify({ url: emulator.url, credentials: emulator.credentials() })}\n`)
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void emulator.close().then(() => process.exit(0)))
}
