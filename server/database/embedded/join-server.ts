import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { AppError } from '../../errors.ts'
import type { Log } from '../../log.ts'
import { role } from './init-cluster.ts'
import { type Launched, launchServer, type Site } from './launch-server.ts'
import { type Lease, takeLease } from './lease.ts'
import { ensurePassword, usesTcp } from './password.ts'
import { isAlive, isBlocking, type PostmasterFile, readPostmasterFile } from './postmaster-file.ts'
import { resolveSocketFolder } from './socket-folder.ts'

/** A server in use by us. */
export interface Joined {
  lease: Lease
  connection: pg.ClientConfig
  pid: number
}

/** How long a server may give no sign of life. One that recovers after a crash gives one. */
const patienceMs = 30_000
const mostAttempts = 5

/**
 * Connects to the server of the data folder; starts one if none runs. Several processes may do this at once:
 * PostgreSQL lets one server into a folder, and the others join it.
 * @throws AppError when the server does not start or does not answer
 */
export async function joinServer(site: Site, log: Log): Promise<Joined> {
  let launched: (Launched & { over: boolean }) | null = null
  let deadline = performance.now() + patienceMs
  let tellAt = performance.now() + 3000
  for (let attempts = 0; performance.now() < deadline; await sleep(10)) {
    const found = await tryToJoin(site.cluster)
    if (typeof found === 'object') return found
    if (found === 'busy' || found === 'leaving') deadline = performance.now() + patienceMs
    // Another's server ran: that ours did not start was no fault of the folder's.
    if (found === 'leaving') attempts = 0
    if (performance.now() > tellAt) {
      log.info('PostgreSQL takes its time: it recovers after a crash, or a former one stops')
      tellAt += 30_000
    }
    if (found !== 'none' || launched?.over === false) continue
    if (launched && attempts >= mostAttempts)
      throw new AppError(
        'unavailable',
        `PostgreSQL does not start in ${site.cluster}: ${await launched.reason()} (more in ${site.cluster}.log)`,
      )
    // What is left of a server that was killed may need a moment to be gone.
    await sleep(attempts * 200)
    launched = await launch(site)
    attempts += 1
  }
  throw new AppError(
    'unavailable',
    `PostgreSQL in ${site.cluster} runs but does not answer: see ${site.cluster}.log, end it and start again`,
  )
}

async function launch(site: Site): Promise<Launched & { over: boolean }> {
  const left = await readPostmasterFile(site.cluster)
  const launched = { ...(await launchServer(site, left?.port)), over: false }
  launched.ended.then(() => {
    launched.over = true
  })
  return launched
}

/** `none`: no server runs. `silent`: one runs and does not listen. `busy`: it is coming up. `leaving`: it was up. */
async function tryToJoin(cluster: string): Promise<Joined | 'none' | 'silent' | 'busy' | 'leaving'> {
  const file = await readPostmasterFile(cluster)
  if (!file || !isAlive(file.pid) || (await isBlocking(cluster, file.pid))) return 'none'
  // Asking too early only fills its log.
  if (file.status !== 'ready') return file.status === 'stopping' ? 'leaving' : 'busy'
  const connection = await connectionTo(cluster, file)
  try {
    const lease = await takeLease(connection)
    if (!lease) return 'leaving'
    // Its number only now: before we had the lease, another server may have taken its place.
    return { lease, connection, pid: (await readPostmasterFile(cluster))?.pid ?? file.pid }
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) return 'silent'
    // Shutting down, or starting over after one of its processes crashed.
    if (error.code?.startsWith('57P0')) return 'leaving'
    // No connection free.
    if (error.code === '53300') return 'silent'
    throw new AppError('unavailable', `PostgreSQL in ${cluster} does not let us in: ${error.message}`, {
      cause: error,
    })
  }
}

async function connectionTo(cluster: string, file: PostmasterFile): Promise<pg.ClientConfig> {
  const common = { user: role, database: 'postgres', port: file.port }
  if (usesTcp) return { ...common, host: '127.0.0.1', password: await ensurePassword(cluster) }
  return { ...common, host: resolveSocketFolder(cluster, file.socketFolder) }
}
