import { randomUUID } from 'node:crypto'
import { type ClientRequest, type Agent as HttpAgent, request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { createAgent, notConnected } from '../create-agent.ts'
import { asFields, type Fields } from '../read-json.ts'
import { readExactJson } from './read-exact-json.ts'

export interface Call {
  method: 'GET' | 'POST'
  path: string
  headers?: Record<string, string>
  /** Sent as JSON. */
  json?: unknown
  /** Sent as a form. */
  form?: Record<string, string>
  /** Sent as the field `file` of a form. */
  file?: { name: string; type: string; bytes: Uint8Array }
  /** After which the call is given up. */
  timeoutMs: number
}

export type CallResult = { ok: true; fields: Fields } | { ok: false; failure: CallFailure }

/** Why a call brought no result. `detail` is for logs: no token, no id, nothing that anybody wrote. */
export type CallFailure = { detail: string } /** The server said no; `code` is Zalo's own number. */ & (
  | { kind: 'refused'; status: number; code: number | null }
  /** No connection stood: certainly not received. */
  | { kind: 'unreachable' }
  /** The request was on its way and no answer came that can be read: received or not, nobody knows. */
  | { kind: 'lost' }
)

export interface ZaloClient {
  /** Never throws. A redirect is not followed: whoever sends one is not Zalo's API. */
  call(call: Call): Promise<CallResult>
}

const longestAnswer = 1_000_000
const lateCode = 'no answer in time'

/**
 * Calls one of Zalo's hosts over connections that are kept. Zalo says no in an HTTP 200 with a number in `error`.
 * @param root where the host is; a path of its own is kept
 */
export function createZaloClient(root: string, connectTimeoutMs = 5_000): ZaloClient {
  const base = root.replace(/\/+$/, '')
  const agent = createAgent(root, connectTimeoutMs)
  const begin = root.startsWith('https:') ? httpsRequest : httpRequest

  return {
    call: (call) =>
      new Promise((resolve) => {
        const fail = (error: unknown) => resolve({ ok: false, failure: describe(error) })
        try {
          exchange(begin, `${base}${call.path}`, agent, call).then(
            ({ status, body }) => resolve(readAnswer(status, body)),
            fail,
          )
        } catch (error) {
          // What cannot even be put into a request, such as a header with a line break, was not sent.
          resolve({ ok: false, failure: { kind: 'unreachable', detail: codeOf(error) } })
        }
      }),
  }
}

function exchange(
  begin: typeof httpRequest,
  url: string,
  agent: HttpAgent,
  { method, headers, timeoutMs, ...content }: Call,
): Promise<{ status: number; body: string }> {
  const { type, body } = writeBody(content)
  const request: ClientRequest = begin(url, {
    method,
    agent,
    headers: {
      ...headers,
      ...(body === undefined ? {} : { 'content-type': type, 'content-length': body.length }),
    },
  })
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; body: string }>()
  const timer = setTimeout(
    () => request.destroy(Object.assign(new Error(lateCode), { code: lateCode })),
    Math.max(0, timeoutMs),
  )
  request.on('error', reject)
  request.on('response', (response) => {
    const chunks: Buffer[] = []
    let size = 0
    response.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      size += chunk.length
      if (size > longestAnswer)
        request.destroy(Object.assign(new Error('too long'), { code: 'answer too long' }))
    })
    response.on('end', () =>
      resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') }),
    )
    response.on('error', reject)
  })
  request.end(body)
  return promise.finally(() => clearTimeout(timer))
}

/** As bytes: together with a text that is not ASCII the headers would be encoded anew as well. */
function writeBody({ json, form, file }: Pick<Call, 'json' | 'form' | 'file'>): {
  type: string
  body?: Buffer
} {
  if (file) {
    const boundary = `----${randomUUID()}`
    const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${file.name}"\r\ncontent-type: ${file.type}\r\n\r\n`
    const body = Buffer.concat([Buffer.from(head), file.bytes, Buffer.from(`\r\n--${boundary}--\r\n`)])
    return { type: `multipart/form-data; boundary=${boundary}`, body }
  }
  if (json !== undefined) return { type: 'application/json', body: Buffer.from(JSON.stringify(json)) }
  const type = 'application/x-www-form-urlencoded'
  return form ? { type, body: Buffer.from(new URLSearchParams(form).toString()) } : { type }
}

function readAnswer(status: number, body: string): CallResult {
  const fields = parse(body)
  const code = fields === null ? null : readCode(fields.error)
  const ok = status >= 200 && status < 300
  if (ok && fields === null)
    return { ok: false, failure: { kind: 'lost', detail: 'an answer that is no JSON' } }
  if (ok && fields !== null && code === null) return { ok: true, fields }
  const said = fields?.message ?? fields?.error_name
  const detail = `${code ?? status} ${typeof said === 'string' ? redact(said) : ''}`.trim()
  return { ok: false, failure: { kind: 'refused', status, code, detail } }
}

/** Zalo's number; null when it is 0 or none. */
function readCode(value: unknown): number | null {
  const code = typeof value === 'string' ? Number(value) : value
  return typeof code === 'number' && Number.isInteger(code) && code !== 0 ? code : null
}

function parse(body: string): Fields | null {
  try {
    return asFields(readExactJson(body))
  } catch {
    return null
  }
}

function describe(error: unknown): CallFailure {
  const why = codeOf(error)
  return { kind: why.startsWith(notConnected) ? 'unreachable' : 'lost', detail: why }
}

function codeOf(error: unknown): string {
  const { code } = (error ?? {}) as { code?: unknown }
  return typeof code === 'string' ? code : 'unknown error'
}

/** Zalo's words may name whom or what was sent: anything like an id, a number or a token goes, and what is quoted. */
function redact(words: string): string {
  return words
    .replace(/[\w-]{20,}|\d{5,}/g, '…')
    .replace(/"[^"]*"|'[^']*'/g, '"…"')
    .slice(0, 100)
}
