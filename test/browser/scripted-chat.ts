import type { ConversationSource, StoredCitizenEvent } from '../../bots/channels/web/conversation-source.ts'
import type { Reply } from '../../bots/dialogue/reply.ts'
import type { Incoming } from '../../bots/inbox/incoming.ts'

interface Kept {
  id: string
  reply: Reply
  replaces?: string
  createdAt: string
}

/** What the page sent, in the order it was stored, each once. */
export type Heard = Incoming & { seen: number }

/**
 * A conversation source in memory with canned answers, so that the page is tested without a database or a
 * dialogue. `answer` may answer at once or later; null leaves the citizen waiting.
 */
export function createScriptedChat(answer: (incoming: Incoming) => Reply[] | Promise<Reply[]>) {
  const heard: Heard[] = []
  const messages = new Map<string, Kept[]>()
  const events = new Map<string, StoredCitizenEvent[]>()
  const bells = new Map<string, Set<() => void>>()
  const ids = { last: 0, time: Date.parse('2026-11-21T02:00:00Z') }
  const faults = { storing: false, reading: false }

  const now = () => {
    ids.time += 1000
    return new Date(ids.time).toISOString()
  }
  const of = <T>(map: Map<string, T[]>, chat: string): T[] => {
    const list = map.get(chat) ?? []
    map.set(chat, list)
    return list
  }

  const away = () => Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })

  function say(chat: string, reply: Reply, replaces?: string): void {
    ids.last += 1
    const replaced = reply.replacesTapped && replaces ? { replaces } : {}
    of(messages, chat).push({ id: String(ids.last), reply, createdAt: now(), ...replaced })
    for (const ring of bells.get(chat) ?? []) ring()
  }

  const source: ConversationSource = {
    async store([incoming]) {
      if (faults.storing) throw away()
      if (!incoming) return
      const known = heard.find(({ externalId }) => externalId === incoming.externalId)
      if (known) {
        known.seen += 1
        return
      }
      heard.push({ ...incoming, seen: 1 })
      const { event, tappedMessage, externalId, chat } = incoming
      of(events, chat).push({
        externalId,
        receivedAt: now(),
        event: { event, addressed: true, tappedMessage },
      })
      void Promise.resolve(answer(incoming)).then((replies) => {
        for (const reply of replies) say(chat, reply, tappedMessage)
      })
    },
    async messagesAfter(chat, after, limit) {
      if (faults.reading) throw away()
      return of(messages, chat)
        .filter(({ id }) => BigInt(id) > BigInt(after))
        .slice(0, limit)
    },
    async history(chat, limit) {
      if (faults.reading) throw away()
      return { messages: of(messages, chat).slice(-limit), events: of(events, chat).slice(-limit) }
    },
    subscribe(chat, ring) {
      const rings = bells.get(chat) ?? new Set()
      bells.set(chat, rings)
      rings.add(ring)
      return () => {
        rings.delete(ring)
        if (rings.size === 0) bells.delete(chat)
      }
    },
  }

  return {
    source,
    heard,
    faults,
    /** Something unasked, as a reminder is. */
    say,
    /** Chats with an open stream. */
    listening: () => [...bells.keys()],
  }
}
