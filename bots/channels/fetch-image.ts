import { type Agent, type ClientRequest, request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { LookupFunction } from 'node:net'
import type { FetchedImage } from './channel.ts'

export interface ImageRequest {
  url: URL
  headers?: Record<string, string>
  agent?: Agent
  /** Decides whom to connect to; see `publicLookup`. */
  lookup?: LookupFunction
  timeoutMs: number
  /** Told where it is said to be instead, before the fetch fails. */
  moved?(location: string): void
}

/** As `FetchedImage` promises. */
const mostBytes = 10 * 1024 * 1024

/**
 * Fetches a picture or another file over HTTP. Redirects are not followed and nothing is unpacked, so that what comes is what was
 * asked for and no larger than it may be. Of errors nothing goes further but codes: an address may hold a token.
 */
export function fetchImage(given: ImageRequest): Promise<FetchedImage> {
  const { url, headers, agent, lookup, timeoutMs, moved } = given
  const { promise, resolve } = Promise.withResolvers<FetchedImage>()
  const begin = url.protocol === 'https:' ? httpsRequest : httpRequest
  let request: ClientRequest
  const fail = (detail: string, again: boolean) => {
    resolve({ ok: false, again, detail })
    request?.destroy()
  }
  const timer = setTimeout(() => fail('no picture in time', true), Math.max(0, timeoutMs))
  request = begin(url, { agent, lookup, headers: { ...headers, 'accept-encoding': 'identity' } })
  request.on('error', (error) => fail(codeOf(error), true))
  request.on('response', (response) => {
    const { statusCode: status = 0, headers: said } = response
    if (status >= 300 && status < 400 && said.location) moved?.(said.location)
    if (status !== 200) return fail(`HTTP ${status}`, status === 429 || status >= 500)
    if (Number(said['content-length'] ?? 0) > mostBytes) return fail('larger than 10 MB', false)
    const chunks: Buffer[] = []
    let size = 0
    response.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      size += chunk.length
      if (size > mostBytes) fail('larger than 10 MB', false)
    })
    response.on('error', (error) => fail(codeOf(error), true))
    response.on('end', () => {
      if (response.complete) resolve({ ok: true, bytes: Buffer.concat(chunks, size) })
      else fail('half a picture', true)
    })
  })
  request.end()
  return promise.finally(() => clearTimeout(timer))
}

function codeOf(error: unknown): string {
  const { code } = (error ?? {}) as { code?: unknown }
  return typeof code === 'string' ? code : 'unknown error'
}
