import type { FastifyInstance } from 'fastify'
import type { Metrics } from '../metrics.ts'

/** One log line and one measurement a request, named by the route's pattern: no address, no query, nobody. */
export function logRequests(app: FastifyInstance, metrics: Metrics): void {
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none'
    const milliseconds = Math.round(reply.elapsedTime)
    request.log.info({ method: request.method, route, status: reply.statusCode, ms: milliseconds }, 'request')
    // A stream is open for as long as the page is; its length says nothing about the server.
    if (reply.getHeader('content-type') === 'text/event-stream') return
    metrics.requestSeconds.observe(
      { method: request.method, route, status: reply.statusCode },
      reply.elapsedTime / 1000,
    )
  })
}
