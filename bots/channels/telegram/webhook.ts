import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { AppError } from '../../../server/errors.ts'
import type { Incoming } from '../../inbox/incoming.ts'
import { asFields, asId } from '../read-json.ts'

export const webhookPath = '/webhooks/telegram'

export interface WebhookDeps {
  secret: string
  prepare(update: unknown): Incoming | null
  /** Resolves when the event is stored for good. */
  store(incoming: Incoming): Promise<void>
}

/** An update holds one message of at most 4,096 characters and what it quotes. */
const bodyLimit = 512 * 1024

/**
 * The route Telegram posts to. 401 without the secret, 400 for what is no update, 200 once it is stored or of
 * no interest, 503 when it could not be stored, so that Telegram posts it again.
 */
export function webhookRoutes(deps: WebhookDeps) {
  const expected = digest(deps.secret)

  return async (app: FastifyInstance): Promise<void> => {
    app.removeAllContentTypeParsers()
    app.addContentTypeParser('*', { parseAs: 'string', bodyLimit }, (_request, body, done) =>
      done(null, body),
    )
    app.post(webhookPath, {
      bodyLimit,
      // Before the body is read: a stranger's megabytes aren't worth reading.
      onRequest: async (request) => {
        const given = request.headers['x-telegram-bot-api-secret-token']
        if (typeof given === 'string' && timingSafeEqual(digest(given), expected)) return
        throw new AppError('unauthorised', 'the webhook was called without its secret')
      },
      handler: async (request, reply) => {
        const update = parse(request.body)
        if (asId(asFields(update)?.update_id) === null)
          throw new AppError('bad_request', 'no update of Telegram')
        const incoming = deps.prepare(update)
        if (!incoming) return { ok: true }
        try {
          await deps.store(incoming)
        } catch (cause) {
          reply.header('retry-after', '1')
          throw new AppError('unavailable', `update ${incoming.externalId} was not stored, it comes again`, {
            cause,
          })
        }
        return { ok: true }
      },
    })
  }
}

function parse(body: unknown): unknown {
  try {
    return typeof body === 'string' ? JSON.parse(body) : null
  } catch {
    return null
  }
}

/** Digests have one length, which the comparison in constant time needs and a secret's length would betray. */
function digest(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}
