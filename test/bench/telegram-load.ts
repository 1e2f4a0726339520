import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { parseArgs } from 'node:util'
import { startTelegramEmulator, type TelegramEmulator } from '../emulators/telegram/telegram-emulator.ts'
import { type LoadOptions, type LoadResult, measureLoad } from './measure-load.ts'

/** A guide opened once, after the greeting; then its first question answered and taken back, a reply each. */
export const guideTalk = (turn: number) =>
  turn === 0
    ? { text: '/start 1_001193', answers: 2 }
    : { text: turn % 2 ? 'đã đăng ký kết hôn' : 'quay lại', answers: 1 }

/** The same words to a bot that says them back. */
export const echoTalk = (turn: number) => ({ ...guideTalk(turn), answers: 1 })

/** Chats of Telegram's against whatever bot is connected to the emulator. */
export function measureTelegramLoad(emulator: TelegramEmulator, options: LoadOptions): Promise<LoadResult> {
  return measureLoad((n) => emulator.user({ id: 5_000_000 + n }), options)
}

/** Starts a bot as a process of its own, pointed at the emulator. */
export function spawnBot(
  emulator: TelegramEmulator,
  command: readonly string[],
  env: NodeJS.ProcessEnv = {},
): ChildProcess {
  const [program = process.execPath, ...args] = command
  return spawn(program, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, TELEGRAM_BOT_TOKEN: emulator.token, TELEGRAM_API_ROOT: emulator.url, ...env },
  })
}

/** The echo bot's rate: what the same machine does when nothing is kept. */
export async function measureEchoBot(options: LoadOptions): Promise<LoadResult> {
  return measureBot([process.execPath, `${import.meta.dirname}/echo-bot.ts`], options)
}

async function measureBot(command: readonly string[], options: LoadOptions): Promise<LoadResult> {
  const emulator = await startTelegramEmulator()
  const bot = spawnBot(emulator, command)
  try {
    return await measureTelegramLoad(emulator, options)
  } finally {
    bot.kill('SIGTERM')
    if (bot.exitCode === null) await once(bot, 'exit')
    await emulator.close()
  }
}

if (import.meta.main) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      chats: { type: 'string', default: '64' },
      seconds: { type: 'string', default: '5' },
      'warm-up': { type: 'string', default: '2' },
    },
  })
  const options: LoadOptions = {
    chats: Number(values.chats),
    seconds: Number(values.seconds),
    warmUpSeconds: Number(values['warm-up']),
    say: (turn) => ({ text: `tin số ${turn}`, answers: 1 }),
  }
  const result =
    positionals.length > 0 ? await measureBot(positionals, options) : await measureEchoBot(options)
  process.stdout.write(`${JSON.stringify(result)}\n`)
}
