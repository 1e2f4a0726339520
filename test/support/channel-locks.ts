import type { ChannelLock } from '../../bots/channels/channel-lock.ts'

/** A lock that nobody else wants. */
export function freeLock(): ChannelLock {
  return { acquire: async () => ({ lost: new AbortController().signal, release: async () => {} }) }
}

/** A lock that several want, each waiting for the one before; `holders` are made to lose it by aborting. */
export function sharedLock(): { lock: ChannelLock; holders: readonly AbortController[] } {
  const holders: AbortController[] = []
  const waiting: (() => void)[] = []
  let free = true

  function setFree(): void {
    free = true
    for (const wake of waiting.splice(0)) wake()
  }

  const lock: ChannelLock = {
    async acquire(signal) {
      while (!free) {
        await new Promise<void>((resolve) => {
          waiting.push(resolve)
          signal.addEventListener('abort', () => resolve(), { once: true })
        })
        signal.throwIfAborted()
      }
      free = false
      const lost = new AbortController()
      holders.push(lost)
      return { lost: lost.signal, release: async () => setFree() }
    },
  }
  return { lock, holders }
}
