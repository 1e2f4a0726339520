export interface Update {
  update_id: number
  [kind: string]: unknown
}

interface Poll {
  limit: number
  answer(result: Update[] | 'conflict'): void
}

export type UpdateQueue = ReturnType<typeof createUpdateQueue>

/** Kinds that the real server leaves out unless they are asked for by name. */
const onRequest = new Set(['chat_member', 'message_reaction', 'message_reaction_count'])

/** Updates that wait to be fetched: confirmed by the offset, handed out by long polling, one poll at a time. */
export function createUpdateQueue() {
  let pending: Update[] = []
  let again: Update[] = []
  let allowed: Set<string> | null = null
  let lastId = 1_000_000
  let poll: Poll | null = null
  let repeat = 0
  let disordered = false
  let flushing = false
  let onPush: (() => void) | null = null

  function take(limit: number): Update[] {
    const batch = [...again, ...pending.slice(0, limit)].slice(0, limit)
    again = []
    return disordered ? batch.reverse() : batch
  }

  /** Updates of the same moment leave in one batch. */
  function flush(): void {
    if (flushing) return
    flushing = true
    setImmediate(() => {
      flushing = false
      if (!poll || (pending.length === 0 && again.length === 0)) return
      const { answer, limit } = poll
      poll = null
      answer(take(limit))
    })
  }

  return {
    get size() {
      return pending.length
    },
    get allowed() {
      return allowed
    },
    /** The next `count` confirmed updates are handed out a second time. */
    repeat(count: number): void {
      repeat += count
    },
    /** Batches leave in reverse order from now on. */
    disorder(on: boolean): void {
      disordered = on
    },
    onPush(listener: (() => void) | null): void {
      onPush = listener
    },
    allow(kinds: string[]): void {
      allowed = kinds.length > 0 ? new Set(kinds) : null
    },
    /** @returns the update's id, or undefined when the bot didn't ask for this kind */
    push(content: Record<string, unknown>): number | undefined {
      const kind = Object.keys(content)[0] ?? ''
      if (allowed ? !allowed.has(kind) : onRequest.has(kind)) return undefined
      lastId += 1
      pending.push({ update_id: lastId, ...content })
      if (onPush) onPush()
      else flush()
      return lastId
    },
    /** Everything that waits, for the webhook; nothing is confirmed by offsets there. */
    drain(): Update[] {
      const batch = pending.flatMap((update) => {
        if (repeat <= 0) return [update]
        repeat -= 1
        return [update, update]
      })
      pending = []
      return disordered ? batch.reverse() : batch
    },
    restore(updates: readonly Update[]): void {
      if (updates.length === 0) return
      pending = [...updates, ...pending].sort((a, b) => a.update_id - b.update_id)
      flush()
    },
    confirm(offset: number): void {
      if (offset < 0) pending = pending.slice(offset)
      const first = pending.findIndex((update) => update.update_id >= offset)
      const confirmed = first < 0 ? pending : pending.slice(0, first)
      if (confirmed.length === 0) return
      pending = first < 0 ? [] : pending.slice(first)
      if (repeat > 0) {
        again.push(...confirmed.slice(0, repeat))
        repeat = Math.max(0, repeat - confirmed.length)
      }
    },
    /** @returns takes the poll back, when its caller has gone */
    fetch(limit: number, timeoutMs: number, done: (result: Update[] | 'conflict') => void): () => void {
      poll?.answer('conflict')
      poll = null
      if (pending.length > 0 || again.length > 0 || timeoutMs <= 0) {
        done(take(limit))
        return () => {}
      }
      const timer = setTimeout(() => {
        poll = null
        done([])
      }, timeoutMs)
      const mine: Poll = {
        limit,
        answer(result) {
          clearTimeout(timer)
          done(result)
        },
      }
      poll = mine
      return () => {
        clearTimeout(timer)
        if (poll === mine) poll = null
      }
    },
    close(): void {
      poll?.answer([])
      poll = null
    },
  }
}
