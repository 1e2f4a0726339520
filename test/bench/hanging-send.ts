import { once } from 'node:events'
import { startTelegramEmulator, type TelegramEmulator } from '../emulators/telegram/telegram-emulator.ts'
import { createInstallation } from '../support/start-server.ts'
import type { Measurement } from './measurement.ts'
import { echoTalk, guideTalk, measureTelegramLoad, spawnBot } from './telegram-load.ts'

const hung = 5_000_000
const runs = 3
/** Few enough that nobody queues: what is measured is waiting for others, not the machine's speed. */
const load = { chats: 8, seconds: 6, warmUpSeconds: 2, silent: hung }

/** How long others wait for their replies while every send to one citizen hangs for 3 s, and while none does. */
export async function benchHangingSend(): Promise<Measurement> {
  const pairs = []
  const notes: string[] = []
  for (let run = 0; run < runs; run++) {
    const calm = await p99OfOurs(false)
    const hanging = await p99OfOurs(true)
    pairs.push({ ours: hanging, peer: calm })
    notes.push(`p99 ${(hanging - calm).toFixed(1)} ms above the same without it`)
  }
  const echo = [await p99OfEcho(false), await p99OfEcho(true)]
  notes.push(
    `echo bot: p99 ${echo[0]?.toFixed(0)} ms without, ${echo[1]?.toFixed(0)} ms with the hanging send`,
  )
  return {
    name: "others' reply time while one send hangs 3 s",
    unit: 'ms, p99',
    bar: '< 20 ms above the same without it',
    peerName: 'the same without it',
    pairs,
    notes,
  }
}

async function p99(emulator: TelegramEmulator, say: typeof guideTalk, hang: boolean): Promise<number> {
  if (hang) {
    emulator.faults.add({
      fault: { kind: 'hang', ms: 3000, when: 'before' },
      method: 'sendMessage',
      chat: hung,
      times: Number.POSITIVE_INFINITY,
    })
  }
  return (await measureTelegramLoad(emulator, { ...load, say })).p99
}

async function p99OfOurs(hang: boolean): Promise<number> {
  const emulator = await startTelegramEmulator()
  const installation = await createInstallation({
    TELEGRAM_BOT_TOKEN: emulator.token,
    TELEGRAM_API_ROOT: emulator.url,
    LOG_LEVEL: 'error',
  })
  const server = await installation.start()
  try {
    return await p99(emulator, guideTalk, hang)
  } finally {
    await server.stop()
    await emulator.close()
    await installation.remove()
  }
}

async function p99OfEcho(hang: boolean): Promise<number> {
  const emulator = await startTelegramEmulator()
  const bot = spawnBot(emulator, [process.execPath, `${import.meta.dirname}/echo-bot.ts`])
  try {
    return await p99(emulator, echoTalk, hang)
  } finally {
    bot.kill('SIGKILL')
    await once(bot, 'exit')
    await emulator.close()
  }
}
