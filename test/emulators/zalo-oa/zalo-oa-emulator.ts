import type { AddressInfo } from 'node:net'
import { createRateLimiter, type RateLimit } from '../rate-limiter.ts'
import { createApiServer } from './api-server.ts'
import { createUser, type EmulatedUser } from './emulated-user.ts'
import { createFaults, type Endpoint } from './faults.ts'
import { createOaApi, type Payload } from './oa-api.ts'
import { type Answer, createOauth } from './oauth.ts'
import { createWebhookDelivery } from './webhook-delivery.ts'
import { createWorld } from './world.ts'

export interface EmulatorOptions {
  appId?: string
  appSecret?: string
  oaSecret?: string
  oaId?: string
  /** How long an access token holds, in seconds; as Zalo's 90,000 unless told. */
  accessSeconds?: number
  /** Told with each pair when given. */
  refreshSeconds?: number
  /** Pauses before a refused webhook post is repeated, in ms. */
  retryMs?: readonly number[]
  now?: () => number
  /** How many messages it takes; as many as come unless told. */
  limit?: RateLimit
  /** 0 lets the system choose. */
  port?: number
}

export type ZaloOaEmulator = Awaited<ReturnType<typeof startZaloOaEmulator>>

/**
 * The Official Account's API, its OAuth and its templates over real HTTP on loopback, with the people who use it.
 * It answers as Zalo does, strict where that is strict, and fails when told to.
 */
export async function startZaloOaEmulator(options: EmulatorOptions = {}) {
  const now = options.now ?? Date.now
  const app = {
    id: options.appId ?? '3608465249409039670',
    secret: options.appSecret ?? 'app-secret-of-the-tests',
    oaSecret: options.oaSecret ?? 'oa-secret-of-the-tests',
  }
  const oa = { id: options.oaId ?? '3886132808788086451', name: 'Phường thử' }
  const world = createWorld(now)
  const oauth = createOauth({
    app,
    oaId: oa.id,
    now,
    accessSeconds: options.accessSeconds ?? 90_000,
    ...(options.refreshSeconds === undefined ? {} : { refreshSeconds: options.refreshSeconds }),
  })
  const api = createOaApi(world, oa)
  const faults = createFaults()
  const limiter = createRateLimiter(
    options.limit ?? { by: 'sliding', messages: Number.POSITIVE_INFINITY, ms: 1000 },
  )
  const webhook = createWebhookDelivery(app, options.retryMs ?? [5, 10, 20, 40, 80])
  const counts = new Map<Endpoint, number>()
  const users = new Map<string, EmulatedUser>()
  let onCall: ((endpoint: Endpoint, payload: Payload) => void) | null = null

  const calls: Record<Exclude<Endpoint, 'access_token'>, (payload: Payload) => Answer> = {
    cs: api.sendCs,
    transaction: api.sendTransaction,
    promotion: api.sendPromotion,
    upload_image: (payload) => api.upload('image', payload),
    upload_file: (payload) => api.upload('file', payload),
    getoa: api.getOa,
    template: api.sendTemplate,
  }
  const server = createApiServer({
    oauth,
    faults,
    call(endpoint, payload) {
      if (endpoint === 'access_token') return {}
      const isMessage = endpoint !== 'getoa'
      if (isMessage && limiter.take() > 0) return { error: -32, message: 'Too many requests' }
      return calls[endpoint](payload)
    },
    picture: world.pictures.serve,
    onRequest(endpoint, payload) {
      counts.set(endpoint, (counts.get(endpoint) ?? 0) + 1)
      onCall?.(endpoint, payload)
    },
  })
  await server.listen(options.port ?? 0)
  const port = (server.address() as AddressInfo).port

  return {
    url: `http://127.0.0.1:${port}`,
    app,
    oa,
    world,
    pictures: world.pictures,
    oauth,
    api,
    faults,
    limiter,
    webhook,
    missing: server.missing,
    /** Calls of an endpoint that arrived, those that were made to fail included. */
    count: (endpoint: Endpoint): number => counts.get(endpoint) ?? 0,
    /** Told of every call as it arrives. */
    onCall(listener: typeof onCall): void {
      onCall = listener
    },
    onControl: server.onControl,
    user(id: string = world.newId()): EmulatedUser {
      const known = users.get(id)
      if (known) return known
      const made = createUser(
        { world, webhook, appId: app.id, oaId: oa.id, url: `http://127.0.0.1:${port}` },
        id,
      )
      users.set(id, made)
      return made
    },
    /** Nothing listens any more; calls are refused at the connection. */
    goAway: () => server.close(),
    comeBack: () => server.listen(port),
    async close(): Promise<void> {
      webhook.close()
      await server.close()
    },
  }
}
