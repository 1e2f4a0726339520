import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { announceUnderKills } from '../faults/support/announce-under-kills.ts'
import type { Measurement } from './measurement.ts'
import { onOwnDatabase } from './own-database.ts'

const recipients = 5000
const kills = 20
/** Many times what a channel takes otherwise, so that much is under way at each kill. */
const perSecond = 500

/** An announcement whose sender is killed again and again, with the wake-ups on either engine. */
export async function benchAnnouncementKill(): Promise<Measurement[]> {
  const onPostgres = await measure('PostgreSQL')
  if (spawnSync('redis-server', ['--version']).error) {
    return [{ ...onPostgres, notes: [...onPostgres.notes, 'not on Redis: redis-server is not installed'] }]
  }
  return [onPostgres, await withRedis((socket) => measure('Redis', socket))]
}

async function measure(engine: string, redis?: string): Promise<Measurement> {
  const began = performance.now()
  const { lost, twice, unknown, givenUp, inFlight } = await onOwnDatabase((database) =>
    announceUnderKills({ ...database, recipients, kills, perSecond, ...(redis ? { redis } : {}) }),
  )
  return {
    name: `an announcement to ${recipients}, kill −9 ${kills} times, wake-ups on ${engine}`,
    unit: 'lost, got it twice',
    bar: '0 lost, 0 twice; unknown outcomes ≤ in flight',
    peerName: 'none',
    pairs: [{ ours: lost }, { ours: twice }],
    notes: [
      `${unknown} sends of unknown outcome, ${inFlight} were in flight; ${givenUp} unknown twice and not tried again`,
      `${Math.round((performance.now() - began) / 1000)} s at ${perSecond} a second, starts and leases of the dead included`,
    ],
  }
}

async function withRedis<T>(work: (socket: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'mc-redis-'))
  const socket = join(folder, 'redis.sock')
  const options = ['--port', '0', '--unixsocket', socket, '--save', '', '--dir', folder]
  const server = spawn('redis-server', options, { stdio: 'ignore' })
  try {
    while (!existsSync(socket)) await pause(20)
    return await work(socket)
  } finally {
    server.kill()
    await once(server, 'exit')
    await rm(folder, { recursive: true })
  }
}
