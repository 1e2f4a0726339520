import type { EmulatedUser } from '../../emulators/zalo-oa/emulated-user.ts'
import type { ShownMessage } from '../../emulators/zalo-oa/world.ts'
import {
  type EmulatorOptions,
  startZaloOaEmulator,
  type ZaloOaEmulator,
} from '../../emulators/zalo-oa/zalo-oa-emulator.ts'
import { createInstallation, type Installation, type RunningServer } from '../../support/start-server.ts'
import { type Citizen, createCitizen } from './citizen.ts'

export interface ZaloOaServer {
  emulator: ZaloOaEmulator
  installation: Installation
  server: RunningServer
  /** Somebody new on Zalo. */
  citizen(): Citizen<ShownMessage, EmulatedUser>
  remove(): Promise<void>
}

/** The whole server on an emulated Official Account, connected by the refresh token in its settings. */
export async function startZaloOaServer(
  env: NodeJS.ProcessEnv = {},
  options: EmulatorOptions = {},
): Promise<ZaloOaServer> {
  const emulator = await startZaloOaEmulator(options)
  const installation = await createInstallation({
    ZALO_OA_APP_ID: emulator.app.id,
    ZALO_OA_APP_SECRET: emulator.app.secret,
    ZALO_OA_SECRET: emulator.app.oaSecret,
    ZALO_OA_REFRESH_TOKEN: emulator.oauth.giveRefreshToken(),
    ZALO_OA_API_ROOT: emulator.url,
    ZALO_OA_OAUTH_ROOT: emulator.url,
    // As much as there is to log, so that what a log must not hold has every chance to be found in it.
    LOG_LEVEL: 'trace',
    ...env,
  })
  const server = await installation.start()
  emulator.webhook.set(`${server.address}/webhooks/zalo-oa`)
  return {
    emulator,
    installation,
    server,
    citizen: () => createZaloCitizen(emulator.user()),
    async remove() {
      await installation.remove()
      await emulator.close()
    },
  }
}

/** Somebody with Zalo in hand. */
export function createZaloCitizen(user: EmulatedUser): Citizen<ShownMessage, EmulatedUser> {
  return createCitizen({
    user,
    send: user.send,
    tap: ({ id }: ShownMessage, label: string) => user.tap(id, label),
    next: user.next,
    heard: () => user.messages().flatMap(({ from, text }) => (from === 'oa' ? [text] : [])),
  })
}
