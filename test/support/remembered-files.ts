import type { FileStore } from '../../bots/channels/channel.ts'
import type { FileRef } from '../../bots/dialogue/reply.ts'

/** Files for channels of tests, kept in memory, with a database that can be away. */
export function rememberedFiles() {
  const bytes = new Map<string, Uint8Array>()
  const known = new Map<string, string>()
  const state = { away: false, reads: 0 }
  const answer = async <T>(value: () => T): Promise<T> => {
    if (state.away) throw new Error('the database is away')
    return value()
  }
  const store: FileStore = {
    read(id) {
      state.reads += 1
      return answer(() => bytes.get(id) ?? null)
    },
    knownAs: (id) => answer(() => known.get(id) ?? null),
    remember: (id, { externalId }) => answer(() => void known.set(id, externalId)),
  }
  return {
    store,
    state,
    /** What channels' servers know them as, by their id here. */
    known,
    add(content: Uint8Array, name: string, type: string): FileRef {
      const id = String(bytes.size + 1)
      bytes.set(id, content)
      return { id, name, type, size: content.length }
    },
    forget: (id: string) => void bytes.delete(id),
  }
}
