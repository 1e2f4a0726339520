import { randomUUID } from 'node:crypto'
import { Redis } from 'ioredis'
import { administer, onDatabase } from './global-setup.ts'

interface Borrowed {
  env: NodeJS.ProcessEnv
  giveBack(): Promise<void>
}

/** A database on the server of `TEST_DATABASE_URL` and one in the Redis of `REDIS_URL`, where the run names them. */
export async function borrowServices({ embedded }: { embedded: boolean }): Promise<Borrowed> {
  const borrowed = await Promise.all([embedded ? null : borrowPostgres(), borrowRedis()])
  const kept = borrowed.filter((one) => one !== null)
  return {
    env: Object.assign({}, ...kept.map(({ env }) => env)),
    async giveBack() {
      await Promise.all(kept.map((one) => one.giveBack()))
    },
  }
}

async function borrowPostgres(): Promise<Borrowed | null> {
  const url = process.env.TEST_DATABASE_URL
  if (!url) return null
  const server = { connectionString: url }
  const name = `mot_cua_installation_${randomUUID().replaceAll('-', '')}`
  await administer(server, `create database ${name}`)
  return {
    env: { DATABASE_URL: onDatabase(server, name).connectionString },
    giveBack: () => administer(server, `drop database ${name} with (force)`),
  }
}

async function borrowRedis(): Promise<Borrowed | null> {
  const url = process.env.REDIS_URL
  if (!url) return null
  const client = new Redis(url, { lazyConnect: true })
  await client.connect()
  const [, databases] = (await client.config('GET', 'databases')) as string[]
  // Their wake-ups would reach each other's servers.
  const own = (await client.incr('mot-cua:installations')) % (Number(databases) - 1)
  const address = new URL(url)
  address.pathname = `/${own + 1}`
  return {
    env: { REDIS_URL: address.href },
    async giveBack() {
      await client.select(own + 1)
      await client.flushdb()
      client.disconnect()
    },
  }
}
