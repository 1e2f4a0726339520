import type { EmulatedUser } from '../../emulators/telegram/emulated-user.ts'
import { startTelegramEmulator, type TelegramEmulator } from '../../emulators/telegram/telegram-emulator.ts'
import type { ShownMessage } from '../../emulators/telegram/world.ts'
import { freePort } from '../../support/free-port.ts'
import { createInstallation, type Installation, type RunningServer } from '../../support/start-server.ts'
import { type Citizen, createCitizen } from './citizen.ts'

export type TelegramCitizen = Citizen<ShownMessage, EmulatedUser>

export const webhookSecret = 'mot_bi_mat-cua_bai_thu'

export interface TelegramServer {
  emulator: TelegramEmulator
  installation: Installation
  server: RunningServer
  /** Somebody new on Telegram. */
  citizen(person?: { lang?: string }): TelegramCitizen
  /** What everybody has written to the bot: none of it may be found in a log. */
  written(): string[]
  remove(): Promise<void>
}

let people = 0

/** The whole server on an emulated Telegram, by polling or by webhook. */
export async function startTelegramServer({
  webhook = false,
  env = {},
  embedded = false,
}: {
  webhook?: boolean
  env?: NodeJS.ProcessEnv
  embedded?: boolean
} = {}): Promise<TelegramServer> {
  const emulator = await startTelegramEmulator({ port: await freePort() })
  const settings = {
    TELEGRAM_BOT_TOKEN: emulator.token,
    TELEGRAM_API_ROOT: emulator.url,
    // As much as there is to log, so that what a log must not hold has every chance to be found in it.
    LOG_LEVEL: 'trace',
    ...env,
  }
  const installation = await createInstallation(settings, { embedded })
  if (webhook) {
    Object.assign(installation.settings, {
      TELEGRAM_MODE: 'webhook',
      TELEGRAM_WEBHOOK_SECRET: webhookSecret,
      PUBLIC_URL: `http://127.0.0.1:${installation.port}`,
    })
  }
  const server = await installation.start()
  return {
    emulator,
    installation,
    server,
    citizen(person) {
      people += 1
      const user = emulator.user({ id: 8_000_000 + people, ...person })
      return createCitizen({
        user,
        send: user.send,
        tap: ({ id }: ShownMessage, label: string) => user.tap(id, label),
        next: (timeoutMs: number) => user.next(undefined, timeoutMs),
        heard: () => user.messages().flatMap(({ from, text }) => (from === 'bot' ? [text] : [])),
      })
    },
    written: () =>
      [...emulator.world.chats.values()].flatMap(({ messages }) =>
        [...messages.values()].flatMap(({ from, text }) => (from === 'user' ? [text] : [])),
      ),
    async remove() {
      await installation.remove()
      await emulator.close()
    },
  }
}
