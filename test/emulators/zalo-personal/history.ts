import type { Event } from './events.ts'
import type { Push } from './sockets.ts'

export interface HistoryOptions {
  /** Messages in one answer, 50 unless told. */
  pageSize?: number
  /** Which way `lastId` points: to what came `after` it (unless told), or `before`. Reports differ. */
  direction?: 'after' | 'before'
  /** What is answered without an id: the `latest` page (unless told) or the `oldest`. */
  withoutId?: 'latest' | 'oldest'
}

export type History = ReturnType<typeof createHistory>

/**
 * All messages of the account, its own included, whether or not anybody was connected. Threads of one kind are
 * mixed in an answer.
 */
export function createHistory(options: HistoryOptions, encrypt: () => Push['encrypt']) {
  const { pageSize = 50, direction = 'after', withoutId = 'latest' } = options
  const entries = {
    msgs: [] as { id: bigint; item: object }[],
    groupMsgs: [] as { id: bigint; item: object }[],
  }
  const requests: { kind: 'user' | 'group'; lastId: string | null; given: number }[] = []

  function page(all: readonly { id: bigint; item: object }[], lastId: string | null): object[] {
    const items = (some: typeof all) => some.map(({ item }) => item)
    if (lastId === null) return items(withoutId === 'latest' ? all.slice(-pageSize) : all.slice(0, pageSize))
    const from = BigInt(lastId)
    if (direction === 'before') return items(all.filter(({ id }) => id < from).slice(-pageSize))
    return items(all.filter(({ id }) => id > from).slice(0, pageSize))
  }

  return {
    /** What was asked for, in order, and how many messages were given. */
    requests: requests as readonly { kind: 'user' | 'group'; lastId: string | null; given: number }[],
    add({ list, item }: Event, id: string): void {
      if (list === 'msgs' || list === 'groupMsgs') entries[list].push({ id: BigInt(id), item })
    },
    answer(cmd: 510 | 511, body: Record<string, unknown>): Push | undefined {
      const { lastId = null } = body
      if (lastId !== null && !/^\d+$/.test(String(lastId))) return undefined
      const list = cmd === 510 ? 'msgs' : 'groupMsgs'
      const asked = lastId === null ? null : String(lastId)
      const given = page(entries[list], asked)
      requests.push({ kind: cmd === 510 ? 'user' : 'group', lastId: asked, given: given.length })
      return { cmd, subCmd: 1, data: { [list]: given }, encrypt: encrypt() }
    },
    /** What Zalo no longer keeps. */
    forget(): void {
      entries.msgs.length = 0
      entries.groupMsgs.length = 0
    },
  }
}
