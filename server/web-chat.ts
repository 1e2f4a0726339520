import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { webChatRoutes } from '../bots/channels/web/routes.ts'
import { createSessions } from '../bots/channels/web/session.ts'
import { webChannel } from '../bots/channels/web/web-channel.ts'
import type { Inbox } from '../bots/inbox/create-inbox.ts'
import { noticeOf } from '../bots/outbox/channels.ts'
import { readHistory, readMessages } from '../bots/outbox/read-messages.ts'
import type { PhotoDecoder } from '../bots/photos/create-photo-decoder.ts'
import type { Config } from './config.ts'
import type { Metrics } from './metrics.ts'
import type { OpenDatabase } from './open-database.ts'
import { deriveKey } from './secret.ts'

export interface WebChat {
  routes: FastifyPluginAsyncZod
  /** There is something new to read; the notice says for whom. */
  ring(notice: string): void
  /** Something may have been missed. */
  ringAll(): void
}

/** The web chat on this installation's inbox and outbox. */
export function createWebChat(parts: {
  config: Config
  open: OpenDatabase
  store: Inbox['store']
  metrics: Metrics
  decodePhoto: PhotoDecoder['decode']
}): WebChat {
  const { config, open, store, metrics, decodePhoto } = parts
  const { name, account } = webChannel
  const bells = new Map<string, Set<() => void>>()
  const at = (chat: string) => ({ channel: name, account, chat })
  const ring = (notice: string) => {
    for (const bell of bells.get(notice) ?? []) bell()
  }
  return {
    ring,
    ringAll: () => [...bells.keys()].forEach(ring),
    routes: webChatRoutes({
      sessions: createSessions(deriveKey(open.secret, 'web sessions')),
      decodePhoto,
      ...(config.publicUrl ? { publicUrl: config.publicUrl } : {}),
      onStreams: (count) => metrics.webStreams.set(count),
      source: {
        store,
        messagesAfter: (chat, after, limit) => readMessages(open.pool, at(chat), after, limit),
        history: (chat, limit) => readHistory(open.pool, at(chat), limit),
        subscribe(chat, bell) {
          const notice = noticeOf(name, account, chat)
          const rung = bells.get(notice) ?? new Set()
          bells.set(notice, rung.add(bell))
          return () => {
            rung.delete(bell)
            if (rung.size === 0) bells.delete(notice)
          }
        },
      },
    }),
  }
}
