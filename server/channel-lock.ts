import pg from 'pg'
import type { ChannelLock } from '../bots/channels/channel-lock.ts'
import { withSession } from './database/connect.ts'
import { lockNumbers } from './database/lock-numbers.ts'

/**
 * One process of all takes in from an account: the holder of an advisory lock on a connection of its own.
 * @param account the bot's id, or the channel's name where there is one account of it
 */
export function createChannelLock(connection: pg.ClientConfig, account: string): ChannelLock {
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
        await client.query('select pg_advisory_lock($1, hashtext($2))', [lockNumbers.intake, account])
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
