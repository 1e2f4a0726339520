import { open, readFile, rename, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import type { Account } from './account.ts'
import { type Binaries, program } from './find-binaries.ts'
import { usesTcp } from './password.ts'
import { removeBlocking } from './postmaster-file.ts'
import { serverSettings } from './server-settings.ts'
import { chooseSocketFolder } from './socket-folder.ts'
import { spawnIn } from './spawn-in.ts'

/** Where and as whom the server runs. */
export interface Site {
  cluster: string
  binaries: Binaries
  account: Account | null
}

export interface Launched {
  /** Settles when the server has ended. */
  ended: Promise<unknown>
  /** Why it ended of itself, in its own words. */
  reason(): Promise<string>
}

/**
 * Starts the server process; it outlives us unless it is stopped. What it says goes to `postgres.log` beside its
 * data: no pipe, since a pipe would end with us.
 * @param port for TCP: the one it had before, so that clients find it again
 */
export async function launchServer({ cluster, binaries, account }: Site, port?: number): Promise<Launched> {
  const said = `${cluster}.log`
  const size = await rotate(said)
  const socket = await chooseSocketFolder(cluster, account)
  const address = usesTcp ? { port: port ?? (await freePort()) } : { socketFolder: socket.given }
  await removeBlocking(cluster, [join(cluster, 'postmaster.pid'), join(socket.folder, '.s.PGSQL.5432.lock')])
  const log = await open(said, 'a', 0o600)
  try {
    const { child, ended } = spawnIn(
      program(binaries, 'postgres'),
      (folder) => ['-D', folder, ...serverSettings(address)],
      { folder: cluster, account, log: log.fd },
    )
    child.unref()
    if (child.pid === undefined) await ended
    const reason = async () => {
      const text = (await readFile(said)).subarray(size).toString()
      return (
        [...text.matchAll(/(?:FATAL|PANIC): +(.+)$/gm)].at(-1)?.[1] ??
        (text.trim().slice(-300) || 'no reason given')
      )
    }
    return { ended: ended.catch(() => {}), reason }
  } finally {
    await log.close()
  }
}

/** Keeps the log from growing without end. @returns its size */
async function rotate(path: string): Promise<number> {
  const size = await stat(path).then(
    (stats) => stats.size,
    () => 0,
  )
  if (size < 5_000_000) return size
  await rename(path, `${path}.1`)
  return 0
}

async function freePort(): Promise<number> {
  const server = createServer()
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  server.once('error', reject)
  server.listen(0, '127.0.0.1', () => {
    const address = server.address()
    server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
  })
  return promise
}
