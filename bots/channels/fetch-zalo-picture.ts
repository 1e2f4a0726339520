import type { FetchedImage } from './channel.ts'
import { fetchImage } from './fetch-image.ts'
import { publicLookup } from './public-lookup.ts'
import { readPictureAddress } from './read-picture-address.ts'

/** All of it, the connection included; the channel promises as much. */
const timeoutMs = 10_000

/**
 * Fetches a picture that somebody sent by Zalo, from the address that Zalo gave. Never throws.
 * @param where.apiRoot what stands in for Zalo's API, and hands out its pictures then
 * @param where.gateway what every request goes to instead, being told in `x-original-url` where to
 */
export async function fetchZaloPicture(
  address: string,
  { apiRoot, gateway }: { apiRoot?: string; gateway?: string },
): Promise<FetchedImage> {
  const url = readPictureAddress(address, gateway ?? apiRoot)
  if (!url) return { ok: false, again: false, detail: "an address that is none of Zalo's" }
  if (gateway !== undefined)
    return fetchImage({ url: new URL(gateway), headers: { 'x-original-url': url.href }, timeoutMs })
  // Where Zalo's API was set to be was set by the operator, in our own network or not.
  const trusted = apiRoot !== undefined && url.origin === new URL(apiRoot).origin
  return fetchImage({ url, ...(trusted ? {} : { lookup: publicLookup }), timeoutMs })
}
