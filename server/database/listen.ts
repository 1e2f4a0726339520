import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Log } from '../log.ts'
import { withSession } from './connect.ts'

export interface Listener {
  /** No handler is called any more once this has settled. */
  close(): Promise<void>
}

/** A connection that died without a word is found out by asking. */
const heartbeatMs = 15_000

/**
 * Listens on channels of the database over a connection of its own, made again for ever when it breaks.
 * Notifications of the time between are lost: look for what was missed in `onConnected`.
 * @param onConnected called whenever listening has begun, the first time too
 */
export function listen(
  connection: pg.ClientConfig,
  channels: readonly string[],
  onNotify: (channel: string, payload: string) => void,
  onConnected: () => void,
  log: Log,
): Listener {
  const ending = new AbortController()
  const running = run()

  async function run(): Promise<void> {
    for (let wait = 100; !ending.signal.aborted; wait = Math.min(wait * 2, 5000)) {
      const failure = await listenOnce(() => {
        wait = 50
        attempt(onConnected)
      }).catch((err: unknown) => ({ err }))
      if (ending.signal.aborted) return
      log.warn(failure, 'not listening to the database; trying again')
      await sleep(wait, null, { signal: ending.signal }).catch(() => {})
    }
  }

  async function listenOnce(ready: () => void): Promise<{ err: unknown }> {
    const client = new pg.Client({
      ...withSession(connection),
      connectionTimeoutMillis: 10_000,
      query_timeout: 10_000,
    })
    const { promise: broken, resolve } = Promise.withResolvers<{ err: unknown }>()
    const end = () => resolve({ err: new Error('closed') })
    client.on('error', (err) => resolve({ err }))
    client.on('end', end)
    client.on('notification', ({ channel, payload = '' }) => {
      if (!ending.signal.aborted) attempt(() => onNotify(channel, payload))
    })
    ending.signal.addEventListener('abort', end)
    const heartbeat = setInterval(
      () => client.query('select 1').catch((err) => resolve({ err })),
      heartbeatMs,
    )
    try {
      await Promise.race([begin(client, ready), broken.then(({ err }) => Promise.reject(err))])
      return await broken
    } finally {
      clearInterval(heartbeat)
      ending.signal.removeEventListener('abort', end)
      // Not waited for: a server that hangs would not say goodbye.
      client.end().catch(() => {})
    }
  }

  async function begin(client: pg.Client, ready: () => void): Promise<void> {
    await client.connect()
    for (const channel of channels) await client.query(`listen ${pg.escapeIdentifier(channel)}`)
    if (!ending.signal.aborted) ready()
  }

  /** What a handler throws is its own failure: listening goes on. */
  function attempt(action: () => void): void {
    try {
      action()
    } catch (err) {
      log.error({ err }, 'a notification could not be handled')
    }
  }

  return {
    async close() {
      ending.abort()
      await running
    },
  }
}
