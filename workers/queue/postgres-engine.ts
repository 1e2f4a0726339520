import {
  assertSchemaCompatibility,
  createPostgresBackend,
  DEFAULT_SCHEMA,
  Queue,
  runMigrations,
  Worker,
} from 'bullmq'
import { Pool, type PoolConfig } from 'pg'
import type { QueueEngine } from './engine.ts'

/**
 * Jobs in the schema `bullmq` of our own database, which is made and brought up to date on connecting.
 * @param config how to reach the database; size and search path are set here
 */
export function postgresEngine(config: PoolConfig): QueueEngine {
  return {
    async connect(queues, onTrouble) {
      const pool = new Pool({
        ...config,
        // Each worker keeps one client for LISTEN; all their short queries share the one that is left. A pool
        // that BullMQ makes itself would be one for each queue and each worker, and memory is counted.
        max: queues + 1,
        min: 0,
        idleTimeoutMillis: 10_000,
        connectionTimeoutMillis: 5_000,
        // Also what lets BullMQ trust a silent LISTEN client for longer than 10 s.
        keepAlive: true,
        // Not by `options`: a connection string with options of its own would overrule those.
        onConnect: (client) => client.query(`SET search_path TO ${DEFAULT_SCHEMA}`),
      })
      pool.on('error', onTrouble)
      // Of a client that is in use the pool hears nothing; an error that nobody hears would end the process.
      pool.on('connect', (client) => client.on('error', onTrouble))
      try {
        await migrate(pool)
      } catch (error) {
        await pool.end()
        throw error
      }
      return {
        openQueue(name) {
          const queue = new Queue(name, { connection: pool }, createPostgresBackend)
          queue.on('error', onTrouble)
          return queue
        },
        openWorker(name, process, settings) {
          const worker = new Worker(
            name,
            process,
            // NOTIFY and the next due job end the wait, so polling is only a net and may be slow.
            { ...settings, drainDelay: 60, connection: pool },
            createPostgresBackend,
          )
          worker.on('error', onTrouble)
          return worker
        },
        async ping() {
          await assertSchemaCompatibility(pool)
        },
        close: () => pool.end(),
      }
    },
  }
}

/** On one client, because BullMQ's migration holds a lock in its transaction; processes that start together wait. */
async function migrate(pool: Pool): Promise<void> {
  const client = await pool.connect()
  try {
    await runMigrations(client)
  } finally {
    client.release()
  }
}
