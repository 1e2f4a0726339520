import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text as readText } from 'node:stream/consumers'
import type pg from 'pg'
import type { Incoming } from '../../../bots/inbox/incoming.ts'
import { startScript } from './start-script.ts'
import { toBeKilled } from './until-killed-is-gone.ts'

export interface Killable {
  /** Hands an event in; rejects when the process is not there to take it. */
  store(incoming: Incoming): Promise<void>
  /** kill −9 */
  kill(): Promise<void>
}

/**
 * Starts a process that talks to `api` over loopback.
 * @param admission where it asks before it sends, if it does
 */
export async function startKillable(
  connection: pg.ClientConfig,
  api: string,
  admission = '',
): Promise<Killable> {
  const killable = JSON.stringify({ ...connection, application_name: toBeKilled })
  const { said: port, kill } = await startScript('./run-process.ts', [killable, api, admission])
  return {
    async store(incoming) {
      const body = JSON.stringify(incoming)
      const response = await fetch(`http://127.0.0.1:${port}`, { method: 'POST', body })
      await response.arrayBuffer()
      if (!response.ok) throw new Error(`Not stored: ${response.status}`)
    },
    kill,
  }
}

export interface Arrival {
  chat: string
  words: string
}

export type Api = Awaited<ReturnType<typeof startApi>>

/** The platform's side: accepts messages after `delayMs`, counting each when it comes. */
export async function startApi(delayMs: number, onArrival: (arrival: Arrival) => void) {
  const arrivals: Arrival[] = []
  // It ends no connection by itself: what is sent on one at that very moment would be of unknown outcome.
  const server = createServer({ keepAliveTimeout: 0 }, async (request, response) => {
    const arrival = JSON.parse(await readText(request)) as Arrival
    arrivals.push(arrival)
    onArrival(arrival)
    setTimeout(() => response.end(), delayMs)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    arrivals,
    received: (chat: string) => arrivals.filter((one) => one.chat === chat).map((one) => one.words),
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
