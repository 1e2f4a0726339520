import type { StoredMessage } from './conversation-source.ts'
import { toAssistantEntry } from './to-entries.ts'

export interface StreamOptions {
  /** Messages above the cursor, at most as many as one reading gives. */
  read(after: string): Promise<StoredMessage[]>
  /** The id of the last message that the page has. */
  after: string
  bell: Bell
  /** Aborted when the page went away or the server closes. */
  ended: AbortSignal
  heartbeatMs: number
}

/**
 * The assistant's messages as server-sent events, each under its id, so that a browser which lost the connection
 * goes on where it was. A beat tells the page that the connection is alive, and reads again in case a ring was lost.
 */
export async function* streamMessages({ read, after, bell, ended, heartbeatMs }: StreamOptions) {
  let cursor = after
  yield 'retry: 2000\n\n'
  while (!ended.aborted) {
    const messages = await read(cursor)
    for (const message of messages) {
      const entry = toAssistantEntry(message)
      if (entry) yield `id: ${message.id}\nevent: message\ndata: ${JSON.stringify(entry)}\n\n`
      cursor = message.id
    }
    if (messages.length > 0) continue
    const rung = await bell.wait(heartbeatMs)
    if (!rung && !ended.aborted) yield 'event: beat\ndata: 1\n\n'
  }
}

export interface Bell {
  ring(): void
  /** @returns whether it rang, before or during the wait */
  wait(ms: number): Promise<boolean>
}

/** Something to wait for that remembers a ring nobody was waiting for. */
export function createBell(): Bell {
  const state: { rung: boolean; wake?: () => void } = { rung: false }
  return {
    ring() {
      state.rung = true
      state.wake?.()
    },
    async wait(ms) {
      if (!state.rung) {
        const { promise, resolve } = Promise.withResolvers<void>()
        const timer = setTimeout(resolve, ms)
        state.wake = resolve
        await promise
        clearTimeout(timer)
      }
      const { rung } = state
      state.rung = false
      return rung
    },
  }
}
