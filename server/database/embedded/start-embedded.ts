import { realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { prepareDataDir } from '../../data-dir.ts'
import type { Log } from '../../log.ts'
import { chooseAccount } from './account.ts'
import { findBinaries } from './find-binaries.ts'
import { initCluster } from './init-cluster.ts'
import { type Joined, joinServer } from './join-server.ts'
import { shareBinaries } from './share-binaries.ts'
import { stopServer } from './stop-server.ts'

export interface Embedded {
  /** What pg's clients and pools need to reach it; stays the same when the server is started again. */
  connection: pg.ClientConfig
  /** Ends the use. Stops the server, and waits until it is gone, unless another process still uses it. */
  release(): Promise<void>
}

/**
 * Runs PostgreSQL's own server in `dataDir/postgres`, or joins the one that runs there: another process's, or
 * one left by a process that was killed. While in use, it is started again whenever it goes away.
 * @throws AppError, naming the way out, when it cannot run here
 */
export async function startEmbedded({ dataDir, log }: { dataDir: string; log: Log }): Promise<Embedded> {
  const inside = join(await prepareDataDir(dataDir), 'postgres')
  // It may be a link to another disk.
  const cluster = await realpath(inside).catch(() => inside)
  const account = chooseAccount(cluster)
  const binaries = await shareBinaries(findBinaries(), account, log)
  await initCluster(cluster, binaries, account, log)
  const site = { cluster, binaries, account }

  let current = await joinServer(site, log)
  const { promise: ending, resolve: end } = Promise.withResolvers<'ending'>()
  const keeping = keep()
  let released: Promise<void> | null = null

  async function keep(): Promise<void> {
    while ((await Promise.race([current.lease.lost, ending])) !== 'ending') {
      log.warn('PostgreSQL went away; bringing it back')
      const back = await comeBack()
      if (back === null) return
      current = back
      log.info('PostgreSQL is back')
    }
  }

  /** A try is never left alone: one that succeeded unseen would keep its lease, and so the server, for ever. */
  async function comeBack(): Promise<Joined | null> {
    for (let wait = 100; ; wait = Math.min(wait * 2, 5000)) {
      const outcome = await joinServer(site, log).catch((err: unknown) => ({ err }))
      if (!('err' in outcome)) return outcome
      log.error({ err: outcome.err }, 'PostgreSQL could not be brought back; trying again')
      if ((await Promise.race([ending, sleep(wait)])) === 'ending') return null
    }
  }

  async function leave(): Promise<void> {
    end('ending')
    await keeping
    if (await giveUp()) await stopServer(site, current.pid)
    await current.lease.end()
  }

  async function giveUp(): Promise<boolean> {
    for (;;)
      try {
        return await current.lease.giveUp()
      } catch {
        // It went away at this very moment: what is there now may run without anybody's use.
        current = await joinServer(site, log)
      }
  }

  return {
    connection: current.connection,
    release: () => {
      released ??= leave()
      return released
    },
  }
}
