import type { FetchedImage } from './channel.ts'
import { fetchImage } from './fetch-image.ts'
import { noneOfZalos, type ZaloPlace, zaloFileRequest } from './zalo-file-request.ts'

/** All of it, all connections included; the channel promises as much. */
const timeoutMs = 10_000
const mostHops = 3

/**
 * Fetches a document that somebody sent by Zalo, from the address that Zalo gave. Zalo's hosts send from one to the
 * next for those; each is judged as the first was. Never throws.
 */
export async function fetchZaloFile(address: string, place: ZaloPlace): Promise<FetchedImage> {
  const until = performance.now() + timeoutMs
  const way: { at: string; next?: string } = { at: address }
  for (let hop = 0; hop <= mostHops; hop += 1) {
    const request = zaloFileRequest(way.at, place)
    if (!request) return noneOfZalos
    const { at } = way
    const moved = (location: string) => {
      if (URL.canParse(location, at)) way.next = new URL(location, at).href
    }
    const fetched = await fetchImage({ ...request, timeoutMs: until - performance.now(), moved })
    if (way.next === undefined) return fetched
    way.at = way.next
    delete way.next
  }
  return { ok: false, again: false, detail: 'sent on too often' }
}
