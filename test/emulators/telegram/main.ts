import { serveControl } from './control.ts'
import { startTelegramEmulator } from './telegram-emulator.ts'

// As a process of its own: prints one JSON line with its URL and token, then serves until it is told to stop.
const emulator = await startTelegramEmulator({
  port: Number(process.env.PORT ?? 0),
  ...(process.env.TELEGRAM_BOT_TOKEN ? { token: process.env.TELEGRAM_BOT_TOKEN } : {}),
})
serveControl(emulator)
process.stdout.write(`${JSON.stringify({ url: emulator.url, token: emulator.token })}\n`)
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void emulator.close().then(() => process.exit(0)))
}
