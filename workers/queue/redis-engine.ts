import { Queue, Worker } from 'bullmq'
import type { QueueEngine, WakeUp } from './engine.ts'

/** In braces, so that a Redis cluster keeps all keys of a queue on one node. */
const prefix = '{motcua}'

/**
 * Jobs in a Redis, which may be emptied at any time without harm.
 * @param url the setting `REDIS_URL`, or the path of a unix socket
 */
export function redisEngine(url: string): QueueEngine {
  return {
    async connect(_queues, onTrouble) {
      // Only here, so that who runs without a Redis doesn't carry the library in memory.
      const { Redis } = await import('ioredis')
      const client = new Redis(url, {
        lazyConnect: true,
        connectTimeout: 5_000,
        keepAlive: 10_000,
        // A lost connection ends the session, and commands fail at once instead of waiting in memory.
        retryStrategy: () => null,
        maxRetriesPerRequest: null,
      })
      client.on('error', onTrouble)
      client.on('end', () => onTrouble(new Error('the connection to Redis ended')))
      try {
        await client.connect()
      } catch (error) {
        client.disconnect()
        throw error
      }
      return {
        openQueue(name) {
          const queue = new Queue<WakeUp>(name, { connection: client, prefix })
          queue.on('error', onTrouble)
          return queue
        },
        openWorker(name, process, settings) {
          const worker = new Worker<WakeUp, void>(name, process, { ...settings, connection: client, prefix })
          worker.on('error', onTrouble)
          return worker
        },
        async ping() {
          await client.ping()
        },
        async close() {
          client.disconnect()
        },
      }
    },
  }
}
