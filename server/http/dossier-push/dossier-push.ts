import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { Temporal } from 'temporal-polyfill'
import { networkOf } from '../../../bots/channels/web/network-of.ts'
import type { DossierUpdate } from '../../../knowledge/dossiers/dossier.ts'
import { readUpdate, type UpdateReading } from '../../../knowledge/dossiers/sources/read-update.ts'
import type { Clock } from '../../clock.ts'
import { isDatabaseAway } from '../../database/is-database-away.ts'
import { AppError } from '../../errors.ts'
import { errorBody } from '../reply-with-error.ts'
import { isSigned, readSignature, signatureHeader } from './check-signature.ts'
import { mostDossiers, pushBody, pushResult } from './push-body.ts'

export interface DossierPushOptions {
  secret: string
  reading: UpdateReading
  /**
   * Takes updates over in one transaction; the same again changes nothing.
   * @param asOf when they were said, ISO
   */
  apply(
    updates: readonly DossierUpdate[],
    asOf: string,
  ): Promise<{ inserted: number; updated: number; unchanged: number }>
  clock: Clock
}

const path = '/webhooks/dossiers'
/** A thousand dossiers of 4 KB. */
const bodyLimit = 4 * 1024 * 1024
/** So much a sender's clock may be fast. */
const mostAhead = { minutes: 5 }
/** Calls of an address, forged ones too. */
const perMinute = 120

/**
 * Where systems post dossiers that changed. 401 for what is not signed with the secret (before anything is parsed), 400
 * for what is no list of dossiers, 413 for what is too large, 200 with what came of each once it is stored for good, 503
 * when it could not be stored: then the same is to be posted again, which has no effect where it was stored after all.
 */
export function dossierPush(options: DossierPushOptions): FastifyPluginAsyncZod {
  const { secret, reading, apply, clock } = options
  return async (app) => {
    app.removeAllContentTypeParsers()
    app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit }, (_request, body, done) =>
      done(null, body),
    )
    app.post(
      path,
      {
        bodyLimit,
        config: { rateLimit: { max: perMinute, keyGenerator: (request) => networkOf(request.ip) } },
        // Before the body is read: a stranger's megabytes aren't worth reading.
        onRequest: async (request) => {
          if (readSignature(request.headers[signatureHeader]) === null) throw refused('without a signature')
        },
        // Before the schema is looked at, and in its place of the body's parsing.
        preValidation: async (request) => {
          const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
          const signature = readSignature(request.headers[signatureHeader])
          if (signature === null || !isSigned(body, signature, secret))
            throw refused('with a signature that is not of DOSSIERS_PUSH_SECRET')
          Object.assign(request, { body: parse(body) })
        },
        schema: {
          summary: 'Dossiers that changed',
          description: `Up to ${mostDossiers}, signed: ${signatureHeader}: sha256=<HMAC-SHA256 of the body with the shared secret, in hex>. sent_at is when it was said, and stays that when it is sent again. The same again has no effect; what is older than what is known never takes a dossier back.`,
          tags: ['dossiers'],
          body: pushBody,
          response: { 200: pushResult, 400: errorBody, 401: errorBody, 413: errorBody, 503: errorBody },
        },
      },
      async (request, reply) => {
        const read = request.body.dossiers.map((record) => readUpdate(record, reading))
        const rejected = read.flatMap((one, index) => (one.ok ? [] : [{ index, reason: one.reason }]))
        const updates = read.flatMap((one) => (one.ok ? [one.update] : []))
        try {
          const applied = await apply(updates, saidAt(request.body.sent_at, clock.now()))
          request.log.info({ ...applied, rejected: rejected.length }, 'dossiers were posted')
          return { ...applied, rejected }
        } catch (cause) {
          if (!isDatabaseAway(cause)) throw cause
          reply.header('retry-after', '5')
          throw new AppError('unavailable', 'dossiers that were posted could not be stored', { cause })
        }
      },
    )
  }
}

/** A time that is yet to come is none: it would outlast all that is said before then. */
function saidAt(sentAt: string, now: Temporal.Instant): string {
  const sent = Temporal.Instant.from(sentAt)
  return (Temporal.Instant.compare(sent, now.add(mostAhead)) > 0 ? now : sent).toString()
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    throw new AppError('bad_request', 'what was posted is no JSON')
  }
}

function refused(how: string): AppError {
  return new AppError('unauthorised', `dossiers were posted ${how}`)
}
