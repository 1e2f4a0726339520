import type { ImageRequest } from './fetch-image.ts'
import { publicLookup } from './public-lookup.ts'
import { readPictureAddress } from './read-picture-address.ts'

/** What stands in for Zalo, if anything does. */
export interface ZaloPlace {
  /** Of its API; it hands out pictures and files too then. */
  apiRoot?: string | undefined
  /** Where every request goes instead, being told in `x-original-url` where to. */
  gateway?: string | undefined
}

/** Why nothing is asked for at an address. */
export const noneOfZalos = { ok: false, again: false, detail: "an address that is none of Zalo's" } as const

/** How to ask for what somebody sent by Zalo; null where its address is none of Zalo's. */
export function zaloFileRequest(
  address: string,
  { apiRoot, gateway }: ZaloPlace,
): Omit<ImageRequest, 'timeoutMs'> | null {
  const url = readPictureAddress(address, gateway ?? apiRoot)
  if (!url) return null
  if (gateway !== undefined) return { url: new URL(gateway), headers: { 'x-original-url': url.href } }
  // Where Zalo's API was set to be was set by the operator, in our own network or not.
  const trusted = apiRoot !== undefined && url.origin === new URL(apiRoot).origin
  return { url, ...(trusted ? {} : { lookup: publicLookup }) }
}
