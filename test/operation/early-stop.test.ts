import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createInstallation, type Installation } from '../support/start-server.ts'

const main = resolve(import.meta.dirname, '../../server/main.ts')
const open: Installation[] = []

afterEach(async () => {
  for (const installation of open.splice(0)) await installation.remove()
})

/** Starts a server, sends the signal as soon as `moment` holds, and tells how it ended. */
async function stopAt(signal: NodeJS.Signals, moment: (dataDir: string) => boolean) {
  const installation = await createInstallation({ LOG_LEVEL: 'warn' }, { embedded: true })
  open.push(installation)
  const { folder, dataDir, settings } = installation
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main], {
    cwd: folder,
    env: settings,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const said: string[] = []
  child.stderr.setEncoding('utf8').on('data', (text: string) => said.push(text))
  const ended = once(child, 'close')
  await vi.waitFor(() => expect(moment(dataDir)).toBe(true), { timeout: 60_000, interval: 2 })
  child.kill(signal)
  const [code, by] = await ended
  return { code, by, said: said.join(''), left: existsSync(join(dataDir, 'postgres/postmaster.pid')) }
}

const clean = { code: 0, by: null, said: '', left: false }

describe('a server that is stopped while it starts', { timeout: 180_000 }, () => {
  it('ends in order when its PostgreSQL has just begun', async () => {
    const begun = (dataDir: string) => existsSync(join(dataDir, 'postgres/postmaster.pid'))
    expect(await stopAt('SIGTERM', begun)).toEqual(clean)
  })

  it('ends in order while its first data folder is being made', async () => {
    const making = (dataDir: string) =>
      existsSync(dataDir) && readdirSync(dataDir).some((name) => name.startsWith('postgres.new-'))
    expect(await stopAt('SIGINT', making)).toEqual(clean)
  })
})
