import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'

/**
 * A port nobody listens on, to be given to another process. It lies below those the system hands out to outgoing
 * connections and to who asks for any port, so that it is still free when that process comes to it.
 */
export async function freePort(): Promise<number> {
  // Tests that run at the same time have ports of their own: what they start may be down for a moment.
  const from = 20_000 + (Number(process.env.VITEST_POOL_ID ?? 0) % 4) * 3_000
  for (;;) {
    const port = from + randomInt(3_000)
    const server = createServer().listen(port, '127.0.0.1')
    const taken = await Promise.race([
      once(server, 'listening').then(() => false),
      once(server, 'error').then(() => true),
    ])
    if (taken) continue
    server.close()
    await once(server, 'close')
    return port
  }
}
