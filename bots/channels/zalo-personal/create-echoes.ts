import { readId } from './read-id.ts'
import type { Pushed } from './receiving/pushed.ts'

/** Under which ids of ours messages went out: Zalo tells them to every session of the account, and to nobody else. */
export interface Echoes {
  heard(messages: readonly Pushed[]): void
  /** @returns null when Zalo does not tell it in time */
  clientIdOf(messageId: string, withinMs: number): Promise<string | null>
}

const most = 1_000

/**
 * To take a message back Zalo wants the id that its sender gave it, which the library chooses and does not tell. It is
 * had from the echo of the message, which comes by the socket at about the time the call is answered.
 */
export function createEchoes(): Echoes {
  const known = new Map<string, string>()
  const waiting = new Map<string, (clientId: string) => void>()
  return {
    heard(messages) {
      for (const { own, id, data } of messages) {
        const clientId = own ? readId(data.cliMsgId) : null
        if (clientId === null) continue
        const oldest = known.size >= most ? known.keys().next().value : undefined
        if (oldest !== undefined) known.delete(oldest)
        known.set(id, clientId)
        waiting.get(id)?.(clientId)
      }
    },
    clientIdOf(messageId, withinMs) {
      const clientId = known.get(messageId)
      if (clientId !== undefined) return Promise.resolve(clientId)
      const { promise, resolve } = Promise.withResolvers<string | null>()
      const timer = setTimeout(resolve, Math.max(0, withinMs), null)
      waiting.set(messageId, resolve)
      return promise.finally(() => {
        clearTimeout(timer)
        waiting.delete(messageId)
      })
    },
  }
}
