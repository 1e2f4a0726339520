import { startTelegramEmulator, type TelegramEmulator } from '../../emulators/telegram/telegram-emulator.ts'
import { createInstallation, type Installation, type RunningServer } from '../../support/start-server.ts'
import { type Citizen, createCitizen } from './citizen.ts'

export const webhookSecret = 'mot_bi_mat-cua_bai_thu'

export interface TelegramServer {
  emulator: TelegramEmulator
  installation: Installation
  server: RunningServer
  /** Somebody new on Telegram. */
  citizen(person?: { lang?: string }): Citizen
  /** What everybody has written to the bot: none of it may be found in a log. */
  written(): string[]
  remove(): Promise<void>
}

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
  const emulator = await startTelegramEmulator()
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
    citizen: (person) => createCitizen(emulator, person),
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
