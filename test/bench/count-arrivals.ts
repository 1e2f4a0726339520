import type { TelegramEmulator } from '../emulators/telegram/telegram-emulator.ts'

export interface Arrivals {
  /** Each message that was taken, and when, by `performance.now()`. */
  readonly at: readonly number[]
  /** Resolves once so many were taken. */
  until(count: number): Promise<void>
  /** Of these chats: who got nothing, and how many messages were more than one a chat. */
  compare(): { lost: number; twice: number }
  /** From the first to the last, in seconds. */
  seconds(): number
}

/** Chats that a bot may write to, and what they get. */
export function countArrivals(emulator: TelegramEmulator, chats: readonly number[]): Arrivals {
  const at: number[] = []
  const heard = new Map<number, number>()
  const waiting = { count: Number.POSITIVE_INFINITY, resolve: () => {} }
  for (const id of chats) {
    const chat = emulator.world.addChat({ id, type: 'private' })
    chat.known = true
    chat.listener = () => {
      at.push(performance.now())
      heard.set(id, (heard.get(id) ?? 0) + 1)
      if (at.length >= waiting.count) waiting.resolve()
    }
  }
  return {
    at,
    until(count) {
      const { promise, resolve } = Promise.withResolvers<void>()
      Object.assign(waiting, { count, resolve })
      if (at.length >= count) resolve()
      return promise
    },
    compare: () => ({
      lost: chats.filter((id) => !heard.has(id)).length,
      twice: at.length - heard.size,
    }),
    seconds: () => ((at.at(-1) ?? Number.NaN) - (at[0] ?? Number.NaN)) / 1000,
  }
}
