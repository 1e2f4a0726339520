import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { AppError } from '../errors.ts'
import type { Health } from '../health.ts'
import type { Metrics } from '../metrics.ts'
import { errorBody } from './reply-with-error.ts'

const partState = z.object({
  status: z.enum(['ok', 'degraded', 'down', 'off']),
  detail: z.string().optional(),
})

const healthReport = z.object({
  status: z.enum(['ok', 'degraded', 'down']),
  parts: z.record(z.string(), partState),
})

/**
 * What operators and their probes ask: `/healthz` and `/metrics`.
 * @param metricsToken when set, `/metrics` wants it as a bearer
 */
export function operationRoutes(
  health: Health,
  metrics: Metrics,
  metricsToken: string | undefined,
): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/healthz',
      {
        logLevel: 'warn',
        schema: {
          summary: 'How the parts are',
          description: '503 only when the database is down; another part that is not well makes it degraded.',
          tags: ['operation'],
          response: { 200: healthReport, 503: healthReport },
        },
      },
      async (_request, reply) => {
        const report = await health.report()
        return reply
          .code(report.status === 'down' ? 503 : 200)
          .header('cache-control', 'no-store')
          .send(report)
      },
    )
    app.get(
      '/metrics',
      {
        logLevel: 'warn',
        schema: {
          summary: 'Prometheus metrics',
          description: 'Wants the bearer METRICS_TOKEN when that is set.',
          tags: ['operation'],
          response: { 200: z.string(), 401: errorBody },
        },
      },
      async (request, reply) => {
        if (metricsToken && !isBearer(request.headers.authorization, metricsToken)) {
          reply.header('www-authenticate', 'Bearer')
          throw new AppError('unauthorised', 'metrics asked for without the bearer METRICS_TOKEN')
        }
        return reply
          .header('content-type', metrics.registry.contentType)
          .serializer((text: string) => text)
          .send(await metrics.registry.metrics())
      },
    )
  }
}

function isBearer(header: string | undefined, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(header ?? ''), digest(`Bearer ${token}`))
}
