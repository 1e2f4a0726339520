import { randomUUID } from 'node:crypto'
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyPluginAsync,
  LogController,
} from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { AppError } from '../errors.ts'
import type { Health } from '../health.ts'
import type { Log } from '../log.ts'
import type { Metrics } from '../metrics.ts'
import { rememberMethods } from './allowed-methods.ts'
import { registerDocs } from './docs.ts'
import { dropIdleConnections } from './drop-idle-connections.ts'
import { explainListening } from './explain-listening.ts'
import { type FrontPage, renderFrontPage } from './front-page.ts'
import { logRequests } from './log-requests.ts'
import { operationRoutes } from './operation-routes.ts'
import { replyToAnybody } from './reply-with-error.ts'
import { builtWebApp, findBuilt, webApp } from './web-app.ts'

export interface HttpOptions {
  log: Log
  health: Health
  metrics: Metrics
  /** What the channels add: the web chat's API, webhooks. */
  routes: readonly FastifyPluginAsync[]
  /** Asked at each view of the front page. */
  frontPage(): Omit<FrontPage, 'style'>
  /** Whose forwarded headers are believed: a comma list of addresses and networks; nobody by default. */
  trustProxy?: string
  /** Set when people reach the server by https, so that browsers are told to insist on it. */
  https?: boolean
  metricsToken?: string
  /** How long a request may take to arrive; 30 s by default. */
  receiveMs?: number
  /** The built web app; by default the one of this checkout. */
  webRoot?: string
}

export interface Http {
  app: FastifyInstance
  /**
   * @returns the address it listens on, e.g. `http://127.0.0.1:8080`
   * @throws AppError naming the setting that makes it impossible
   */
  listen(at: { host: string; port: number }): Promise<string>
  /** Ends event streams and idle connections, finishes what is in hand, takes nothing new. */
  close(): Promise<void>
}

/** A body of a megabyte holds 100,000 characters however they are escaped. */
const bodyLimit = 1024 * 1024

/** The HTTP server with everything that is common to its routes; nothing listens before `listen`. */
export async function createHttp(options: HttpOptions): Promise<Http> {
  const receiveMs = options.receiveMs ?? 30_000
  const webRoot = options.webRoot ?? builtWebApp
  const style = findBuilt(webRoot, 'front/front.css')
  const replyWithError = replyToAnybody(style)
  const app: FastifyInstance = Fastify({
    loggerInstance: options.log as FastifyBaseLogger,
    // Our own line has the route's pattern instead of the address, which may hold a token.
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    trustProxy: options.trustProxy ?? false,
    bodyLimit,
    // Of receiving a request alone: a body sent drop by drop ends, an answer that streams goes on.
    requestTimeout: receiveMs,
    // Were the headers given longer than the whole, Node would take the one limit for the other.
    http: {
      requestTimeout: receiveMs,
      headersTimeout: receiveMs,
      connectionsCheckingInterval: Math.min(receiveMs, 5_000),
    },
    frameworkErrors: replyWithError,
    forceCloseConnections: 'idle',
  })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler(replyWithError)
  const dropIdle = dropIdleConnections(app.server)
  app.addHook('preClose', async () => dropIdle())
  const methodsOf = rememberMethods(app)
  logRequests(app, options.metrics)

  await app.register(helmet, securityHeaders(options.https ?? false))
  await app.register(cookie)
  await app.register(rateLimit, {
    global: false,
    timeWindow: 60_000,
    errorResponseBuilder: () => new AppError('too_many', 'rate limit of an address reached'),
  })
  app.setNotFoundHandler({ preHandler: app.rateLimit({ max: 300 }) }, async (request, reply) => {
    const methods = methodsOf(request.url.split('?', 1)[0] ?? '')
    if (methods.length === 0) throw new AppError('not_found', 'no such route')
    reply.header('allow', methods.join(', '))
    throw Object.assign(new Error('method not allowed'), { statusCode: 405 })
  })

  await registerDocs(app)
  await app.register(operationRoutes(options.health, options.metrics, options.metricsToken))
  await app.register(webApp(webRoot))
  app.get('/', { schema: { hide: true } as object }, async (_request, reply) =>
    reply
      .header('cache-control', 'no-cache')
      .type('text/html; charset=utf-8')
      .send(renderFrontPage({ ...options.frontPage(), style })),
  )
  for (const routes of options.routes) await app.register(routes)

  return {
    app,
    listen: (at) => app.listen(at).catch((cause) => Promise.reject(explainListening(at, cause))),
    close: () => app.close(),
  }
}

function securityHeaders(https: boolean) {
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        workerSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    referrerPolicy: { policy: 'no-referrer' as const },
    // On plain http a browser must not be sent to an https that nobody serves.
    strictTransportSecurity: https ? { maxAge: 15_552_000 } : false,
    xFrameOptions: { action: 'deny' as const },
  }
}
