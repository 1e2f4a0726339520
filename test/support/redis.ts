import { spawn, spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { vi } from 'vitest'

/** Whether the machine has a Redis server; `test/prepare` installs it where it can, and with CI it must be there. */
export const redisIsHere = process.env.CI === 'true' || !spawnSync('redis-server', ['--version']).error

/** A Redis of this test alone, in a folder of its own, on a unix socket; nothing of it stays. */
export async function startRedis(): Promise<{
  socket: string
  flush(): Promise<void>
  stop(): Promise<void>
}> {
  const folder = await mkdtemp(join(tmpdir(), 'mc-redis-'))
  const socket = join(folder, 'redis.sock')
  const server = spawn(
    'redis-server',
    ['--port', '0', '--unixsocket', socket, '--save', '', '--dir', folder],
    {
      stdio: 'ignore',
    },
  )
  const exited = new Promise((resolve) => server.once('close', resolve))
  const client = new Redis(socket, { lazyConnect: true, retryStrategy: () => null })
  client.on('error', () => {})
  await vi.waitFor(() => client.connect(), { timeout: 10_000 })
  return {
    socket,
    async flush() {
      await client.flushall()
    },
    async stop() {
      client.disconnect()
      server.kill()
      await exited
      await rm(folder, { recursive: true })
    },
  }
}
