import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { AppError } from '../../../server/errors.ts'
import { inTime } from '../../../server/in-time.ts'
import type { Incoming } from '../../inbox/incoming.ts'
import type { Receipt } from '../channel.ts'
import { asFields, type Fields } from '../read-json.ts'
import { readExactJson } from './read-exact-json.ts'
import { readReceipts } from './read-receipts.ts'
import { type Ignored, readTimestamp } from './to-incoming.ts'

const webhookPath = '/webhooks/zalo-oa'

export interface WebhookDeps {
  appId: string
  oaSecret: string
  /** Milliseconds since the epoch, by the real clock. */
  now(): number
  /** Rejects when it cannot tell now. */
  prepare(event: Fields): Promise<Incoming | Ignored>
  /** Resolves when the event is stored for good, or never will be. */
  store(incoming: Incoming): Promise<void>
  ignored(why: Ignored): void
  /** Told of messages that arrived or were seen; nobody waits for it. */
  receipts(list: readonly Receipt[]): void
  /** So long may storing take, in ms. */
  answerMs: number
}

/** A text of 2,000 characters and what it quotes, with much room. */
const bodyLimit = 128 * 1024
/** Zalo posts again for two hours what was not taken; whoever posts it later than that is somebody else. */
const oldest = 3 * 3600_000
/** Clocks differ by minutes. */
const furthest = 3600_000
const header = 'x-zevent-signature'

/**
 * The route that Zalo posts to. 401 for what Zalo has not signed or signed long ago, 400 for what is no event, 200
 * once it is stored or of no interest, 503 when it could not be stored in time, so that Zalo posts it again.
 */
export function webhookRoutes(deps: WebhookDeps) {
  return async (app: FastifyInstance): Promise<void> => {
    app.removeAllContentTypeParsers()
    app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit }, (_request, body, done) =>
      done(null, body),
    )
    app.post(webhookPath, {
      bodyLimit,
      // Before the body is read: a stranger's megabytes aren't worth reading.
      onRequest: async (request) => {
        if (readMac(request.headers[header]) === null) throw refused('without a signature')
      },
      handler: async (request, reply) => {
        const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
        const event = checkEvent(deps, body, readMac(request.headers[header]))
        try {
          await inTime(take(deps, event), deps.answerMs)
        } catch (cause) {
          reply.header('retry-after', '1')
          throw new AppError('unavailable', 'an event of Zalo’s was not stored, it comes again', { cause })
        }
        return { ok: true }
      },
    })
  }
}

/** What is stored only after the answer is known by its id when Zalo posts it again. */
async function take(deps: WebhookDeps, event: Fields): Promise<void> {
  const incoming = await deps.prepare(event)
  if (incoming === 'receipt') deps.receipts(readReceipts(event, deps.appId))
  if (typeof incoming === 'string') deps.ignored(incoming)
  else await deps.store(incoming)
}

/** The signature is over the bytes as they came: written anew by anybody, the same event has another one. */
function checkEvent(deps: WebhookDeps, body: Buffer, mac: Buffer | null): Fields {
  // The plain way, until it is known to be Zalo's: reading ids exactly takes many times as long.
  const claimed = parse(body, JSON.parse)
  const timestamp = claimed && readTimestamp(claimed)
  if (!claimed || timestamp === null) throw new AppError('bad_request', 'no event of Zalo')
  const expected = createHash('sha256')
    .update(deps.appId)
    .update(body)
    .update(String(claimed.timestamp))
    .update(deps.oaSecret)
    .digest()
  if (mac === null || !timingSafeEqual(expected, mac)) throw refused('with a signature that is not Zalo’s')
  const age = deps.now() - timestamp
  if (age > oldest) throw refused('with an event too old to be posted by Zalo')
  if (age < -furthest) throw refused('with an event of the future: check this server’s clock')
  const event = parse(body, readExactJson)
  if (typeof event?.event_name !== 'string')
    throw new AppError('bad_request', 'an event of Zalo without a name')
  return event
}

function parse(body: Buffer, read: (text: string) => unknown): Fields | null {
  try {
    return asFields(read(body.toString('utf8')))
  } catch {
    return null
  }
}

/** @returns null when there is none of the right form: `mac=` and 64 hex digits */
function readMac(value: string | string[] | undefined): Buffer | null {
  const [, hex] = typeof value === 'string' ? (/^mac=([\da-f]{64})$/i.exec(value.trim()) ?? []) : []
  return hex ? Buffer.from(hex, 'hex') : null
}

function refused(how: string): AppError {
  return new AppError('unauthorised', `the webhook was called ${how}`)
}
