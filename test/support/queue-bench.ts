import { sql } from 'kysely'
import { Client, type ClientConfig } from 'pg'
import type { QueueEngine } from '../../workers/queue/engine.ts'
import { postgresEngine } from '../../workers/queue/postgres-engine.ts'
import { redisEngine } from '../../workers/queue/redis-engine.ts'
import { type BreakableLink, breakableLink } from './breakable-link.ts'
import type { TestDatabase } from './database.ts'
import { redisIsHere, startRedis } from './redis.ts'

/** One engine under test. The rows are always in PostgreSQL. */
export interface QueueBench {
  engine: QueueEngine
  /** A second way to the same store, which can be cut. */
  link: BreakableLink
  overLink: QueueEngine
  /** Everything the engine remembers is gone. */
  lose(): Promise<unknown>
  stop(): Promise<void>
}

/** The engines that the same tests are run on. */
export const queueEngines: {
  name: string
  here: boolean
  start: (database: TestDatabase) => Promise<QueueBench>
}[] = [
  { name: 'PostgreSQL', here: true, start: startOnPostgres },
  { name: 'Redis', here: redisIsHere, start: startOnRedis },
]
if (!redisIsHere) process.stderr.write('skipped: the queue on Redis, since redis-server is not installed\n')

async function startOnPostgres(database: TestDatabase): Promise<QueueBench> {
  const { host, port, user, password, database: name } = new Client(database.connection)
  const link = await breakableLink(
    host.startsWith('/') ? { path: `${host}/.s.PGSQL.${port}` } : { host, port },
  )
  const overLink: ClientConfig = {
    host: '127.0.0.1',
    port: link.port,
    user,
    password: password ?? '',
    database: name,
  }
  return {
    engine: postgresEngine(database.connection),
    link,
    overLink: postgresEngine(overLink),
    lose: () => sql`truncate bullmq.job cascade`.execute(database.db),
    stop: async () => {},
  }
}

async function startOnRedis(): Promise<QueueBench> {
  const redis = await startRedis()
  const link = await breakableLink({ path: redis.socket })
  return {
    engine: redisEngine(redis.socket),
    link,
    overLink: redisEngine(`redis://127.0.0.1:${link.port}`),
    lose: () => redis.flush(),
    stop: () => redis.stop(),
  }
}
