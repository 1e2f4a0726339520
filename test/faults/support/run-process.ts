import { createSecretKey } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text as readText } from 'node:stream/consumers'
import type { SendResult } from '../../../bots/channels/channel.ts'
import type { Incoming } from '../../../bots/inbox/incoming.ts'
import { startConversations } from '../../../bots/inbox/start-conversations.ts'
import { systemClock } from '../../../server/clock.ts'
import { connectForTurns } from '../../../server/database/connect.ts'
import { createLog } from '../../../server/log.ts'
import { testDossierAccess } from '../../support/dossier-access.ts'
import { scriptedLink, scriptedTurn, text, wordsOf } from './scripted-turn.ts'

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
      name: 'telegram',
      account: 'bot',
      capabilities: { maxText: 1000, edit: true },
      ...(admission ? { admit: () => fetch(admission, { method: 'POST' }).then(() => null) } : {}),
      async send({ id, chat, reply }): Promise<SendResult> {
        const body = JSON.stringify({ id, chat, words: wordsOf(reply) })
        const response = await fetch(api, { method: 'POST', body })
        await response.arrayBuffer()
        return { ok: true, externalId: id }
      },
    },
  ],
  counters: {
    turns() {},
    duplicates() {},
    turnFailed() {},
    setAside() {},
    send() {},
    unknownOutcomes() {},
  },
  runTurn: scriptedTurn,
  sayings: {
    apology: () => [text('sorry')],
    reminderMayWait: () => [],
    showCode: () => [],
    link: scriptedLink,
  },
  tapKey: createSecretKey(Buffer.alloc(32)),
  tryKey: createSecretKey(Buffer.alloc(32)),
  chatCodeKey: createSecretKey(Buffer.alloc(32)),
  dossiers: testDossierAccess,
  decodePhoto: async () => [],
  recordErasure: async () => {},
  reminderPlanned() {},
  onChannel() {},
  onWrite() {},
  random: Math.random,
  randomBelow: () => 0,
  sweepMs: 100,
  graceMs: 200,
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
