import pg from 'pg'
import type { PollLock } from '../bots/channels/telegram/lock.ts'
import { withSession } from './database/connect.ts'

/** First half of the advisory lock; the second is made of the bot's id. */
const pollingLock = 1836020599

/** One process of all polls: the holder of an advisory lock on a connection of its own. */
export function createPollLock(connection: pg.ClientConfig, bot: string): PollLock {
  return {
    async acquire(signal) {
      const client = new pg.Client(withSession(connection))
      const lost = new AbortController()
      client.on('error', () => lost.abort())
      client.on('end', () => lost.abort())
      const leave = () => void client.end().catch(() => {})
      signal.addEventListener('abort', leave, { once: true })
      try {
        await client.connect()
        await client.query('select pg_advisory_lock($1, hashtext($2))', [pollingLock, bot])
      } catch (error) {
        leave()
        throw error
      } finally {
        signal.removeEventListener('abort', leave)
      }
      return { lost: lost.signal, release: () => client.end() }
    },
  }
}
