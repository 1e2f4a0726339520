import type { FetchedImage } from '../channel.ts'
import { fetchImage } from '../fetch-image.ts'
import { asFields, asText } from '../read-json.ts'
import type { BotClient, CallFailure } from './bot-client.ts'

export interface FileDeps {
  client: BotClient
  token: string
  apiRoot: string
}

/** Both calls together. */
const budgetMs = 10_000
/** `photos/file_3.jpg`; a path that climbs, or one of a server's own disk, is none. */
const filePath = /^(?:[\w-]+\/)*[\w-]+(?:\.\w+)?$/

/** Fetches a photo or a document by its file's id. Never throws; the token that stands in its address goes no further. */
export async function fetchFile({ client, token, apiRoot }: FileDeps, id: string): Promise<FetchedImage> {
  const until = performance.now() + budgetMs
  const answer = await client.call('getFile', { file_id: id }, { timeoutMs: budgetMs })
  if (!answer.ok) return { ok: false, again: mayPass(answer.failure), detail: answer.failure.detail }
  const path = asText(asFields(answer.result)?.file_path)
  if (!path || !filePath.test(path)) return { ok: false, again: false, detail: 'a file without a path' }
  const url = new URL(`${apiRoot.replace(/\/*$/, '')}/file/bot${token}/${path}`)
  return fetchImage({ url, timeoutMs: until - performance.now() })
}

function mayPass(failure: CallFailure): boolean {
  return failure.kind !== 'refused' || failure.status === 429 || failure.status >= 500
}
