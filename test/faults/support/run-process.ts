import { createSecretKey } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text as readText } from 'node:stream/consumers'
import type { Incoming } from '../../../bots/inbox/incoming.ts'
import { startConversations } from '../../../bots/inbox/start-conversations.ts'
import { systemClock } from '../../../server/clock.ts'
import { connectForTurns } from '../../../server/database/connect.ts'
import { createLog } from '../../../server/log.ts'
import { httpChannel, killableParts } from './killable-parts.ts'

/**
 * A process to be killed: takes events by HTTP, answering once they are stored, and sends by HTTP to `api`.
 * Says its port on stdout. With `admission`, an address, every message has to be let through there before.
 */
const [connection = '{}', api = '', admission = ''] = process.argv.slice(2)
const log = createLog('error', 'stderr')
const pool = connectForTurns(JSON.parse(connection), log)

const conversations = await startConversations({
  pool,
  log,
  clock: systemClock(),
  channels: [
    {
      ...httpChannel(api),
      ...(admission ? { admit: () => fetch(admission, { method: 'POST' }).then(() => null) } : {}),
    },
  ],
  ...killableParts(createSecretKey(Buffer.alloc(32))),
})

const server = createServer(async (request, response) => {
  try {
    await conversations.store([JSON.parse(await readText(request)) as Incoming])
    response.end()
  } catch {
    response.writeHead(503).end()
  }
})
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`)
})
