import { Readable } from 'node:stream'
import '@fastify/cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { AppError } from '../../../server/errors.ts'
import { accepted, history, longestText, posted } from './api.ts'
import type { ConversationSource } from './conversation-source.ts'
import { createBell, streamMessages } from './event-stream.ts'
import { defaultLimits, limitRate, limitStreams, type Rate, type WebChatLimits } from './limits.ts'
import { networkOf } from './network-of.ts'
import { photoRoutes } from './photo-routes.ts'
import { isSameOrigin } from './same-origin.ts'
import type { Sessions } from './session.ts'
import { toHistory } from './to-entries.ts'
import { toIncoming } from './to-incoming.ts'

export interface WebChatOptions {
  source: ConversationSource
  sessions: Sessions
  /** The base of the server's links; https makes the cookie Secure, its host counts as our own. */
  publicUrl?: string
  limits?: Partial<WebChatLimits>
  /** What the codes in a photo say; see `PhotoDecoder`. */
  decodePhoto(photo: Uint8Array): Promise<string[]>
  heartbeatMs?: number
  /** Told how many streams are open. */
  onStreams?(open: number): void
}

const cookieName = 'motcua_chat'
/** As long as an idle conversation is kept. */
const cookieSeconds = 365 * 24 * 3600
const historyLength = 200
/** The longest text that is taken, as a browser writes it: three bytes a character, with room for line breaks. */
const bodyLimit = 400_000
/** Bytes of a refused body that count as one message more: reading a long malformed one is dear, a short one is not. */
const bytesPerCount = 20_000
/** More than any of what can be posted has. */
const mostKeys = 8
const cursor = z.string().regex(/^\d{1,19}$/)
const tags = ['web chat']

/** The web chat's API, under `/api/chat`. */
export function webChatRoutes(options: WebChatOptions): FastifyPluginAsyncZod {
  const { source, sessions } = options
  const limits = { ...defaultLimits, ...options.limits }
  const publicUrl = options.publicUrl ? new URL(options.publicUrl) : null
  const messages = {
    bySession: limitRate(limits.messagesPerSession),
    byAddress: limitRate(limits.messagesPerAddress),
  }
  const photos = {
    bySession: limitRate(limits.photosPerSession),
    byAddress: limitRate(limits.photosPerAddress),
  }
  const views = { bySession: limitRate(limits.viewsPerSession), byAddress: limitRate(limits.viewsPerAddress) }
  const streams = limitStreams(limits)

  function openSession(request: FastifyRequest, reply: FastifyReply): string {
    const session = sessions.read(request.cookies[cookieName]) ?? sessions.create()
    reply.setCookie(cookieName, session.cookie, {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: publicUrl?.protocol === 'https:',
      maxAge: cookieSeconds,
    })
    reply.header('cache-control', 'no-store')
    return session.chat
  }

  /** Whoever is over the limit of a session uses up nothing of the address, which others share. */
  async function limit(
    request: FastifyRequest,
    reply: FastifyReply,
    rates: { bySession: Rate; byAddress: Rate },
  ): Promise<void> {
    const session = sessions.read(request.cookies[cookieName])
    const seconds =
      (session ? await rates.bySession.take(session.chat) : 0) ||
      (await rates.byAddress.take(networkOf(request.ip)))
    if (seconds === 0) return
    reply.header('retry-after', seconds)
    throw new AppError('too_many', 'too many requests of a session or an address')
  }

  function requireSameOrigin(request: FastifyRequest): void {
    const hosts = [request.host, ...(publicUrl ? [publicUrl.host] : [])]
    if (!isSameOrigin(request.headers, hosts)) throw new AppError('forbidden', 'post from another origin')
  }

  return async (app) => {
    // Only JSON: a form of another site can't send that without asking first.
    app.removeContentTypeParser('text/plain')
    const closing = new AbortController()
    const open = new Set<AbortController>()
    app.addHook('preClose', async () => {
      closing.abort()
      for (const stream of open) stream.abort()
    })

    app.post(
      '/api/chat/messages',
      {
        bodyLimit,
        // Before the body is read: what is refused counts as well, and costs nothing.
        onRequest: async (request, reply) => {
          await limit(request, reply, messages)
          requireSameOrigin(request)
        },
        // The schema would name each of a hundred thousand unknown keys, once for each thing that can be done.
        preValidation: async (request) => {
          const body: unknown = request.body
          if (typeof body !== 'object' || body === null || Array.isArray(body) || hasMoreKeys(body, mostKeys))
            throw new AppError('bad_request', 'not one thing that a citizen did')
        },
        onError: async (request, _reply, error) => {
          const status = error instanceof AppError ? error.status : error.statusCode
          if (status !== 400 && status !== 413) return
          const bytes = Math.min(Number(request.headers['content-length'] ?? bodyLimit), bodyLimit)
          await messages.byAddress.charge(networkOf(request.ip), Math.floor(bytes / bytesPerCount))
        },
        schema: {
          summary: 'One thing that the citizen did',
          description: 'Answered when it is stored. The same id again is accepted and has no effect.',
          tags,
          body: posted,
          response: { 202: accepted },
        },
      },
      async (request, reply) => {
        const message = request.body
        if ('text' in message && message.text.trim() === '') throw new AppError('bad_request', 'empty text')
        if ('text' in message && message.text.length > longestText) {
          throw new AppError('too_large', `text of more than ${longestText} characters`)
        }
        const chat = openSession(request, reply)
        await source.store([toIncoming(chat, message, sessions.limitKey(request.ip))])
        return reply.code(202).send({ id: message.id })
      },
    )

    await app.register(
      photoRoutes({
        async admit(request, reply) {
          await limit(request, reply, photos)
          requireSameOrigin(request)
        },
        decode: options.decodePhoto,
        async store(request, reply, photo) {
          const chat = openSession(request, reply)
          await source.store([toIncoming(chat, photo, sessions.limitKey(request.ip))])
        },
        tags,
      }),
    )

    app.get(
      '/api/chat/history',
      {
        onRequest: (request, reply) => limit(request, reply, views),
        schema: {
          summary: 'The latest messages of both sides',
          description: 'Also opens the session: the answer sets its cookie.',
          tags,
          response: { 200: history },
        },
      },
      async (request, reply) => {
        const chat = openSession(request, reply)
        const { messages, events } = await source.history(chat, historyLength)
        return toHistory(messages, events)
      },
    )

    app.get(
      '/api/chat/events',
      {
        onRequest: (request, reply) => limit(request, reply, views),
        schema: {
          summary: 'New messages of the assistant, as server-sent events',
          description:
            'Goes on after Last-Event-ID, else after `after`. `message` events carry one message each.',
          tags,
          querystring: z.object({ after: cursor.optional() }),
          headers: z.object({ 'last-event-id': cursor.optional() }),
        },
      },
      async (request, reply) => {
        const chat = openSession(request, reply)
        const leave = streams.open(chat, networkOf(request.ip))
        if (!leave) {
          reply.header('retry-after', 30)
          throw new AppError('too_many', 'too many open streams of a session or an address')
        }
        const bell = createBell()
        const stream = new AbortController()
        const unsubscribe = source.subscribe(chat, bell.ring)
        stream.signal.addEventListener('abort', bell.ring)
        open.add(stream)
        options.onStreams?.(open.size)
        reply.raw.once('close', () => {
          stream.abort()
          unsubscribe()
          leave()
          open.delete(stream)
          options.onStreams?.(open.size)
        })
        if (closing.signal.aborted) stream.abort()
        const frames = streamMessages({
          read: (after) => source.messagesAfter(chat, after, 50),
          after: request.headers['last-event-id'] ?? request.query.after ?? '0',
          bell,
          ended: stream.signal,
          heartbeatMs: options.heartbeatMs ?? 20_000,
        })
        return reply
          .header('content-type', 'text/event-stream')
          .header('cache-control', 'no-store, no-transform')
          .header('x-accel-buffering', 'no')
          .send(Readable.from(frames))
      },
    )
  }
}

function hasMoreKeys(body: object, most: number): boolean {
  let keys = 0
  for (const _key in body) if (++keys > most) return true
  return false
}
