import { z } from 'zod'

/** A page of what changed. */
export interface Page {
  records: readonly unknown[]
  /** From where to go on, now or the next time. */
  next: string | null
  more: boolean
}

/** Why a call brought no page: for operators; holds nothing that a record says. */
export interface CallFailure {
  detail: string
  /** How long the system wants to be left alone, ms. */
  retryAfterMs?: number
  /** The cursor is not known there any more. */
  cursorGone?: true
}

export type CallResult = { ok: true; page: Page } | { ok: false; failure: CallFailure }

export interface OneStopClient {
  /**
   * Never rejects.
   * @param path of the feed @param since a cursor; null from the beginning
   */
  ask(path: string, since: string | null, signal: AbortSignal): Promise<CallResult>
}

export interface ClientOptions {
  /** Without a slash at its end. */
  url: string
  token: string
  /** Of a whole call, the body included. */
  timeoutMs?: number
  /** Of a body, unpacked. */
  longestBody?: number
}

const perPage = 500
/** Five hundred dossiers, each with 30 KB of lists. */
const usualLongestBody = 16 * 1024 * 1024
const usualTimeoutMs = 15_000

const page = z.object({
  data: z.array(z.unknown()).max(10_000),
  next: z.union([z.string().min(1).max(500), z.int(), z.null()]).optional(),
  more: z.boolean().optional(),
})

/**
 * Asks the city's one-stop system.
 *
 * `GET <url>/<path>?since=<cursor>&limit=500` with a bearer token gives `{ data: [...], next, more }`: records in the
 * order of their changes from the cursor on (from the beginning without one), the cursor after the last of them, and
 * whether there are more now. A cursor is the system's own affair: a text, of which nothing is known but that it goes
 * forward. With nothing new, `data` is empty and `next` is the cursor that was asked with, or null. A cursor that is
 * not known there any more is answered 410, and everything is read from the beginning again.
 */
export function createOneStopClient(options: ClientOptions): OneStopClient {
  const { url, token, timeoutMs = usualTimeoutMs, longestBody = usualLongestBody } = options
  return {
    async ask(path, since, signal) {
      const query = new URLSearchParams({ ...(since === null ? {} : { since }), limit: String(perPage) })
      try {
        const answer = await fetch(`${url}/${path}?${query}`, {
          headers: { authorization: `Bearer ${token}`, accept: 'application/json' },
          // Whoever sends us elsewhere would be given the token there.
          redirect: 'manual',
          signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
        })
        if (!answer.ok) {
          await answer.body?.cancel()
          return refused(answer)
        }
        const body = await readBody(answer, longestBody)
        return body === null ? failed(`answers with more than ${longestBody} bytes`) : readPage(body)
      } catch (error) {
        return failed(describe(error, timeoutMs))
      }
    },
  }
}

function readPage(body: string): CallResult {
  let data: unknown
  try {
    data = JSON.parse(body)
  } catch {
    return failed(/^\s*</.test(body) ? 'answers HTML instead of JSON' : 'answers what is no JSON')
  }
  const read = page.safeParse(data)
  if (!read.success) return failed('answers JSON that is no page: it must have data, next and more')
  const { next = null, more = false } = read.data
  if (more && next === null) return failed('says that there is more, but not from where')
  return { ok: true, page: { records: read.data.data, next: next === null ? null : String(next), more } }
}

/** @returns null when it is longer than that */
async function readBody(answer: Response, longest: number): Promise<string | null> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of answer.body ?? []) {
    size += chunk.length
    // Leaving the loop lets go of the connection.
    if (size > longest) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function refused({ status, headers }: Response): CallResult {
  const retryAfterMs = readRetryAfter(headers.get('retry-after'))
  return {
    ok: false,
    failure: {
      detail: refusal(status),
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      ...(status === 410 ? { cursorGone: true } : {}),
    },
  }
}

function refusal(status: number): string {
  if (status === 401 || status === 403)
    return `refuses the token (${status}): check ONE_STOP_TOKEN, or ask the city for a new one`
  if (status >= 300 && status < 400)
    return `sends us elsewhere (${status}), which is not followed: check ONE_STOP_URL`
  if (status === 404) return 'has no such service (404): check ONE_STOP_URL and the paths in one-stop.yaml'
  if (status === 410) return 'does not know any more how far it was read (410)'
  if (status === 429) return 'wants to be asked less often (429)'
  return `answers ${status}`
}

/** Seconds or a date. @returns undefined when there is none that can be read */
function readRetryAfter(header: string | null): number | undefined {
  if (header === null) return undefined
  const ms = /^\d{1,9}$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - Date.now()
  return ms > 0 ? ms : undefined
}

function describe(error: unknown, timeoutMs: number): string {
  if (!(error instanceof Error)) return 'cannot be reached'
  if (error.name === 'TimeoutError') return `does not answer within ${timeoutMs / 1000} s`
  if (error.name === 'AbortError') return 'was not asked to the end: the server stops'
  const cause = error.cause instanceof Error ? error.cause : error
  const code = 'code' in cause && typeof cause.code === 'string' ? ` (${cause.code})` : ''
  return /terminated|aborted/i.test(error.message)
    ? `broke off in the middle of its answer${code}`
    : `cannot be reached${code}`
}

function failed(detail: string): CallResult {
  return { ok: false, failure: { detail } }
}
