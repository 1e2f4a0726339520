/** A message of the account, as whoever got it sees it. */
export interface Received {
  /** Counts everything that the account sent, from 1. */
  order: number
  /** Milliseconds, by the emulator's clock. */
  at: number
  kind: 'user' | 'group'
  /** The person or group. */
  to: string
  msgId: string
  clientId: string
  text: string
  /** The message that it answers. */
  quoted?: { msgId: string; text: string; owner: string }
  /** What it is, where it is no text. */
  file?: { kind: 'image' | 'file'; name: string; bytes: Buffer }
  mentions: { uid: string; pos: number; len: number }[]
}

export type Inbox = ReturnType<typeof createInbox>

/** What a person or a group got, to be looked at or waited for. */
export function createInbox(whose: string) {
  const all: Received[] = []
  const unread: Received[] = []
  const waiting: ((message: Received) => void)[] = []
  let listener: ((message: Received) => void) | null = null
  return {
    messages: (): readonly Received[] => all,
    /** It was taken back. */
    remove(message: Received): void {
      for (const list of [all, unread]) if (list.includes(message)) list.splice(list.indexOf(message), 1)
    },
    add(message: Received): void {
      if (listener) return listener(message)
      all.push(message)
      const waiter = waiting.shift()
      if (waiter) waiter(message)
      else unread.push(message)
    },
    /** Calls back for every message from now on, instead of keeping them. */
    listen(called: (message: Received) => void): void {
      listener = called
    },
    /** @returns the next message that nobody has taken; rejects when none comes */
    next(timeoutMs = 20_000): Promise<Received> {
      const ready = unread.shift()
      if (ready) return Promise.resolve(ready)
      return new Promise((resolve, reject) => {
        const taken = (message: Received) => {
          clearTimeout(timer)
          resolve(message)
        }
        const timer = setTimeout(() => {
          waiting.splice(waiting.indexOf(taken), 1)
          reject(new Error(`the account sent nothing to ${whose} in ${timeoutMs} ms`))
        }, timeoutMs)
        waiting.push(taken)
      })
    },
  }
}
