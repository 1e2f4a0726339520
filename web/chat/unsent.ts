import type { Posted } from '../../bots/channels/web/api.ts'
import type { SentItem } from './conversation.ts'

/** What the server has not confirmed yet, oldest first; shared by the tabs and kept over a reload. */
export interface Unsent {
  all(): Posted[]
  add(message: Posted): void
  remove(id: string): void
}

const place = 'motcua.unsent'

/** In the browser's storage; where that is refused or full (a private window), in memory. */
export function createUnsent(storage: Storage): Unsent {
  const memory: { list: Posted[] | null } = { list: null }

  function all(): Posted[] {
    if (memory.list) return memory.list
    try {
      return JSON.parse(storage.getItem(place) ?? '[]') as Posted[]
    } catch {
      return []
    }
  }

  function keep(list: Posted[]): void {
    try {
      storage.setItem(place, JSON.stringify(list))
      memory.list = null
    } catch {
      memory.list = list
    }
  }

  return {
    all,
    add: (message) => keep([...all(), message]),
    remove: (id) => keep(all().filter((message) => message.id !== id)),
  }
}

/** As it is drawn while it waits; null for what isn't drawn at all. */
export function toItem(message: Posted, at: string): SentItem | null {
  const item = { from: 'citizen' as const, id: message.id, at, state: 'waiting' as const }
  if ('text' in message) return { ...item, text: message.text }
  if ('tap' in message) return { ...item, tap: message.tap, ...(message.of ? { of: message.of } : {}) }
  return null
}
