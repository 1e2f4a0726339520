import type { FetchedImage } from './channel.ts'
import { fetchImage } from './fetch-image.ts'
import { noneOfZalos, type ZaloPlace, zaloFileRequest } from './zalo-file-request.ts'

/** All of it, the connection included; the channel promises as much. */
const timeoutMs = 10_000

/** Fetches a picture that somebody sent by Zalo, from the address that Zalo gave. Never throws. */
export async function fetchZaloPicture(address: string, place: ZaloPlace): Promise<FetchedImage> {
  const request = zaloFileRequest(address, place)
  return request ? fetchImage({ ...request, timeoutMs }) : noneOfZalos
}
