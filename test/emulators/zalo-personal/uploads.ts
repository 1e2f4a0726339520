import type { Delivery } from './delivery.ts'
import * as events from './events.ts'

interface Taken {
  kind: 'image' | 'file'
  name: string
  bytes: Buffer
}

/** When the account is told by the socket that a document is taken in: after its last call is answered, or before. */
export type Telling = 'after' | 'before' | 'never' | 'later'

/** Files that the account hands over, piece by piece. */
export function createUploads({ newId, tell }: { newId(): string; tell: Delivery['push'] }) {
  const pieces = new Map<string, Buffer[]>()
  const taken = new Map<string, Taken>()
  const held: events.Event[] = []
  let telling: Telling = 'after'

  return {
    /** From now on. `later`: when `tellAll` is called. */
    when(given: Telling): void {
      telling = given
    },
    tellAll(): void {
      for (const event of held.splice(0)) tell(event)
    },
    /** @returns what Zalo answers to one piece */
    add(kind: Taken['kind'], params: Record<string, unknown>, bytes: Buffer): object {
      const { clientId, fileName, totalChunk, chunkId } = params
      const key = String(clientId)
      const got = [...(pieces.get(key) ?? []), bytes]
      pieces.set(key, got)
      const id = kind === 'image' ? 'photoId' : 'fileId'
      const answer = { finished: 0, clientFileId: clientId, chunkId, [id]: '-1' }
      if (got.length < Number(totalChunk)) return answer
      pieces.delete(key)
      const name = newId()
      taken.set(name, { kind, name: String(fileName), bytes: Buffer.concat(got) })
      const url = `https://file-stal-1.dlfl.vn/${name}`
      if (kind === 'file') announce(events.fileDone(name, url))
      const urls = kind === 'image' ? { normalUrl: url, hdUrl: url, thumbUrl: url } : {}
      return { ...answer, finished: 1, [id]: name, ...urls }
    },
    taken: (id: string): Taken | undefined => taken.get(id),
  }

  function announce(event: events.Event): void {
    if (telling === 'before') tell(event)
    else if (telling === 'later') held.push(event)
    else if (telling === 'after') setTimeout(tell, 20, event)
  }
}
