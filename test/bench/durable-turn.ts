import { startTelegramEmulator } from '../emulators/telegram/telegram-emulator.ts'
import { createInstallation } from '../support/start-server.ts'
import type { Measurement } from './measurement.ts'
import { echoTalk, guideTalk, measureEchoBot, measureTelegramLoad } from './telegram-load.ts'

const runs = 3
const load = { chats: 64, seconds: 6, warmUpSeconds: 3 }

/** Turns stored, run and sent through the Bot API at the wire, against a bot that only echoes. */
export async function benchDurableTurn(): Promise<Measurement> {
  const pairs = []
  const notes: string[] = []
  for (let run = 0; run < runs; run++) {
    const peer = await measureEchoBot({ ...load, say: echoTalk })
    const ours = await measureOurs()
    pairs.push({ ours: ours.perSecond, peer: peer.perSecond })
    notes.push(
      `p50/p99 ${ours.p50.toFixed(1)}/${ours.p99.toFixed(1)} ms, echo ${peer.p50.toFixed(1)}/${peer.p99.toFixed(1)} ms`,
    )
  }
  return {
    name: 'durable turn',
    unit: 'turns/s',
    bar: 'ratio ≥ 0.5',
    peerName: 'bare telegraf echo bot',
    pairs,
    notes,
  }
}

async function measureOurs() {
  const emulator = await startTelegramEmulator()
  const installation = await createInstallation({
    TELEGRAM_BOT_TOKEN: emulator.token,
    TELEGRAM_API_ROOT: emulator.url,
    LOG_LEVEL: 'error',
  })
  const server = await installation.start()
  try {
    return await measureTelegramLoad(emulator, { ...load, say: guideTalk })
  } finally {
    await server.stop()
    await emulator.close()
    await installation.remove()
  }
}
