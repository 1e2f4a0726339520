import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { startTelegramEmulator, type TelegramEmulator } from '../emulators/telegram/telegram-emulator.ts'

export interface LoadOptions {
  chats: number
  /** Before anything is counted: compilation and connections. */
  warmUpSeconds: number
  seconds: number
  /** What a chat says, by how often it has spoken before, and how many messages it is answered with. */
  say(turn: number): { text: string; answers: number }
  /** Whose reply times are left out, e.g. the chat whose sends are made to hang. */
  silent?: number
}

/** A guide opened once, after the greeting; then its first question answered and taken back, a reply each. */
export const guideTalk = (turn: number) =>
  turn === 0
    ? { text: '/start 1_001193', answers: 2 }
    : { text: turn % 2 ? 'đã đăng ký kết hôn' : 'quay lại', answers: 1 }

/** The same words to a bot that says them back. */
export const echoTalk = (turn: number) => ({ ...guideTalk(turn), answers: 1 })

export interface LoadResult {
  /** Messages answered while counting, and how many a second that is. */
  answered: number
  perSecond: number
  /** From a message being sent to its last answer, in ms. */
  p50: number
  p99: number
}

/**
 * Chats that each send their next message when the last one is answered, against whatever bot is connected to
 * the emulator.
 */
export async function measureTelegramLoad(
  emulator: TelegramEmulator,
  options: LoadOptions,
): Promise<LoadResult> {
  const took: number[] = []
  let counting = false
  let going = true
  for (let n = 0; n < options.chats; n += 1) {
    const user = emulator.user({ id: 5_000_000 + n })
    let turn = 0
    let sentAt = 0
    let awaited = 0
    const say = () => {
      const { text, answers } = options.say(turn)
      sentAt = performance.now()
      awaited = answers
      turn += 1
      user.send(text)
    }
    user.listen(() => {
      awaited -= 1
      if (awaited !== 0) return
      if (counting && user.id !== options.silent) took.push(performance.now() - sentAt)
      // Not within the bot's own call: its answer has to leave first, as it does with people.
      if (going) setImmediate(say)
    })
    say()
  }
  await delay(options.warmUpSeconds * 1000)
  const from = performance.now()
  counting = true
  await delay(options.seconds * 1000)
  counting = false
  const seconds = (performance.now() - from) / 1000
  going = false
  took.sort((a, b) => a - b)
  const at = (share: number) => took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? Number.NaN
  return { answered: took.length, perSecond: took.length / seconds, p50: at(0.5), p99: at(0.99) }
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
