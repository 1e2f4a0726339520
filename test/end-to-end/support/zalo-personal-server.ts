import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { vi } from 'vitest'
import type { Received } from '../../emulators/zalo-personal/inbox.ts'
import {
  startZaloPersonalEmulator,
  type ZaloPersonalEmulator,
} from '../../emulators/zalo-personal/zalo-personal-emulator.ts'
import { createInstallation, type Installation, type RunningServer } from '../../support/start-server.ts'
import { type Citizen, createCitizen } from './citizen.ts'

export type ZaloPerson = ReturnType<ZaloPersonalEmulator['person']>

export interface ZaloPersonalServer {
  emulator: ZaloPersonalEmulator
  installation: Installation
  server: RunningServer
  /** Somebody new on Zalo, who is a friend of the account. */
  citizen(name?: string): Citizen<Received, ZaloPerson>
  remove(): Promise<void>
}

let people = 0

/** The whole server on an emulated personal account, logged in by a file of credentials. */
export async function startZaloPersonalServer(env: NodeJS.ProcessEnv = {}): Promise<ZaloPersonalServer> {
  const emulator = await startZaloPersonalEmulator()
  const installation = await createInstallation({
    ZALO_PERSONAL_GATEWAY: emulator.url,
    // As much as there is to log, so that what a log must not hold has every chance to be found in it.
    LOG_LEVEL: 'trace',
    ...env,
  })
  const file = join(installation.folder, 'credentials.json')
  await writeFile(file, JSON.stringify(emulator.credentials()))
  installation.settings.ZALO_PERSONAL_CREDENTIALS = file
  const server = await installation.start()
  await vi.waitFor(
    async () => {
      // Until it has the lock, another process may be connected for all it knows, which is well too.
      if (emulator.sockets.open !== 1) throw new Error('no connection yet')
      const { zalo_personal: part } = (await server.health()).parts
      if (part.status !== 'ok') throw new Error(`not connected: ${part.detail}`)
    },
    { timeout: 20_000, interval: 20 },
  )
  return {
    emulator,
    installation,
    server,
    citizen: (name) => createZaloPerson(emulator, name),
    async remove() {
      await installation.remove()
      await emulator.close()
    },
  }
}

/** Somebody new on Zalo, a friend of the personal account. */
export function createZaloPerson(
  emulator: ZaloPersonalEmulator,
  name?: string,
): Citizen<Received, ZaloPerson> {
  people += 1
  const user = emulator.person(name ?? `Người ${people}`)
  user.befriend()
  return createCitizen({
    user,
    send: (text: string) => user.send(text),
    // There are no buttons: the number before the label is typed.
    tap: (message: Received, label: string) => user.send(numberOf(message.text, label)),
    next: user.next,
    heard: () => user.messages().map(({ text }) => text),
  })
}

function numberOf(text: string, label: string): string {
  const line = text.split('\n').find((each) => each.endsWith(`. ${label}`))
  const [, number] = /^\s*(\d+)\./.exec(line ?? '') ?? []
  if (number === undefined) throw new Error(`“${label}” was not offered in: ${text}`)
  return number
}
