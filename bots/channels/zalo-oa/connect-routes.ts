import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import '@fastify/cookie'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { inTime } from '../../../server/in-time.ts'
import type { Sealer } from '../create-sealer.ts'
import type { OperatorNotice } from '../operator-notice.ts'
import { asFields } from '../read-json.ts'
import {
  connectedPage,
  connectPath,
  declinedPage,
  failedPage,
  staleConsentPage,
  statusPage,
} from './connect-pages.ts'
import type { Tokens } from './create-tokens.ts'
import { readZaloId } from './read-zalo-id.ts'

/** What the pages need of the server they are shown by. */
export interface ConnectPages {
  /** Where Zalo sends the operator's browser back to, without the route's path. */
  publicUrl: string
  /** An `onRequest` hook that lets operators through, and answers or throws for anybody else. */
  requireOperator(request: FastifyRequest, reply: FastifyReply): Promise<void>
  renderNotice(notice: OperatorNotice): string
}

export interface ConnectDeps extends ConnectPages {
  appId: string
  oauthRoot: string
  tokens: Tokens
  sealer: Sealer
  /** Milliseconds since the epoch, by the real clock. */
  now(): number
}

const callbackPath = `${connectPath}/callback`
const cookieName = 'zalo_oa_connect'
const attemptMs = 600_000
const perMinute = 30
const lookMs = 3_000

/**
 * The pages by which an operator connects the Official Account: OAuth with PKCE. What an attempt began with is
 * sealed into a cookie of the browser that began it, so that a link somebody else made connects nothing.
 */
export function connectRoutes(deps: ConnectDeps) {
  const { tokens, sealer, now } = deps
  const root = deps.oauthRoot.replace(/\/+$/, '')
  const base = deps.publicUrl.replace(/\/+$/, '')
  const cookie = {
    path: connectPath,
    httpOnly: true,
    // Not strict: it has to come along when Zalo sends the browser back.
    sameSite: 'lax',
    secure: base.startsWith('https:'),
  } as const

  function send(reply: FastifyReply, page: OperatorNotice, status = 200): FastifyReply {
    // A browser holds the redirect after a form against the same rule as the form.
    const policy = reply.getHeader('content-security-policy')
    if (typeof policy === 'string')
      reply.header(
        'content-security-policy',
        policy.replace("form-action 'self'", `form-action 'self' ${new URL(root).origin}`),
      )
    return reply
      .code(status)
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(deps.renderNotice(page))
  }

  /** @returns the verifier, when this browser began the attempt with this state a short while ago */
  function readAttempt(request: FastifyRequest, state: unknown): string | null {
    const attempt = asFields(sealer.open(cookieName, request.cookies[cookieName] ?? ''))
    if (!attempt || typeof attempt.state !== 'string' || typeof attempt.verifier !== 'string') return null
    if (typeof state !== 'string' || !isSame(attempt.state, state)) return null
    return typeof attempt.until === 'number' && attempt.until > now() ? attempt.verifier : null
  }

  return async (app: FastifyInstance): Promise<void> => {
    const options = { schema: { hide: true } as object, config: { rateLimit: { max: perMinute } } }
    app.addHook('onRequest', deps.requireOperator)
    app.removeAllContentTypeParsers()
    // The button's form has no fields.
    app.addContentTypeParser('*', { parseAs: 'string', bodyLimit: 1024 }, (_request, _body, done) =>
      done(null, null),
    )

    app.get(connectPath, options, async (_request, reply) => {
      // Zalo may hang: then the page says what is known.
      await inTime(tokens.look(), lookMs).catch(() => {})
      return send(reply, statusPage(tokens.connection()))
    })

    app.post(connectPath, options, async (_request, reply) => {
      const state = randomBytes(24).toString('base64url')
      const verifier = randomBytes(32).toString('base64url')
      const query = new URLSearchParams({
        app_id: deps.appId,
        redirect_uri: `${base}${callbackPath}`,
        code_challenge: createHash('sha256').update(verifier).digest('base64url'),
        state,
      })
      return reply
        .setCookie(cookieName, sealer.seal(cookieName, { state, verifier, until: now() + attemptMs }), {
          ...cookie,
          maxAge: attemptMs / 1000,
        })
        .header('cache-control', 'no-store')
        .redirect(`${root}/v4/oa/permission?${query}`, 303)
    })

    app.get(callbackPath, options, async (request, reply) => {
      const query = asFields(request.query) ?? {}
      const verifier = readAttempt(request, query.state)
      if (verifier === null) return send(reply, staleConsentPage, 400)
      reply.clearCookie(cookieName, cookie)
      if (typeof query.code !== 'string' || query.code === '') return send(reply, declinedPage, 400)
      const outcome = await tokens.connect(query.code, verifier, readZaloId(query.oa_id))
      if (outcome === 'connected') return send(reply, connectedPage)
      return outcome === 'refused' ? send(reply, declinedPage, 400) : send(reply, failedPage, 503)
    })
  }
}

/** Digests have one length, which the comparison in constant time needs. */
function isSame(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(one), digest(other))
}
