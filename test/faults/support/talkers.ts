import type { Incoming } from '../../../bots/inbox/incoming.ts'
import { incoming } from './start.ts'

export type Talkers = ReturnType<typeof startTalkers>

/**
 * People who each say "tin 1", "tin 2", … and wait for every answer, by way of a channel that hands an event in
 * again until it was taken.
 * @param store may reject for as long as nobody takes anything
 * @param most messages of each, unless they are told to finish before
 */
export function startTalkers(
  chats: readonly string[],
  most: number,
  store: (incoming: Incoming) => Promise<unknown>,
) {
  const said = new Map(chats.map((chat) => [chat, 0]))
  const ended = new AbortController()
  const talk = { over: false }

  async function say(chat: string, nth: number): Promise<void> {
    if (nth > most || talk.over || ended.signal.aborted) return
    said.set(chat, nth)
    const event = incoming(chat, `tin ${nth}`)
    while (!ended.signal.aborted) {
      try {
        return void (await store(event))
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    }
  }

  return {
    begin: () => void chats.map((chat) => say(chat, 1)),
    /** To be told of every message that arrives at a chat. */
    hear(chat: string, words: string): void {
      const nth = Number(/tin (\d+)$/.exec(words)?.[1])
      if (nth === said.get(chat)) void say(chat, nth + 1)
    },
    said: (chat: string) => said.get(chat) ?? 0,
    /** Nobody says anything new; who is being answered still is. */
    finish(): void {
      talk.over = true
    },
    end: () => ended.abort(),
  }
}

/** "1: tin 1", "2: tin 2", …: every turn run once, in order, on the state of the one before. */
export function answersTo(most: number): string[] {
  return Array.from({ length: most }, (_, index) => `${index + 1}: tin ${index + 1}`)
}
