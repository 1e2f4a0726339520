import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { readMultipart } from '../read-multipart.ts'
import type { ApiAnswer, Payload } from './bot-api.ts'
import type { Fault, Faults } from './faults.ts'

interface Hooks {
  /** @returns takes the call back when its caller hangs up */
  call(
    token: string,
    method: string,
    payload: Payload,
    done: (answer: ApiAnswer) => void,
  ): (() => void) | undefined
  faults: Faults
  onRequest(method: string, payload: Payload): void
  /** A file is asked for, by the path that `getFile` told. */
  file(token: string, path: string, response: ServerResponse): void
}

type Control = (op: string, payload: Payload) => Promise<unknown>

/** The wire: paths, JSON, status codes, and the faults that strike a call on its way in or out. */
export function createApiServer(hooks: Hooks) {
  let control: Control | null = null
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      if (body !== null) route(request, body, response)
    })
  })
  server.keepAliveTimeout = 65_000

  function route(request: IncomingMessage, body: Buffer, response: ServerResponse) {
    const [path = '', query = ''] = (request.url ?? '/').split('?', 2)
    const form = readMultipart(request.headers['content-type'], body)
    const payload = form ? { ...form.fields, ...form.files } : readPayload(body.toString('utf8'), query)
    const found = /^\/bot([^/]+)\/(\w+)$/.exec(path)
    if (found) return void answerCall(decodeURIComponent(found[1] ?? ''), found[2] ?? '', payload, response)
    const file = /^\/file\/bot([^/]+)\/(.+)$/.exec(path)
    if (file) return hooks.file(decodeURIComponent(file[1] ?? ''), file[2] ?? '', response)
    const op = /^\/control\/(\w+)$/.exec(path)?.[1]
    if (op && control && payload) return void answerControl(control, op, payload, response)
    respond(response, { status: 404, description: 'Not Found' })
  }

  function answerCall(token: string, method: string, payload: Payload | undefined, response: ServerResponse) {
    if (!payload) {
      return respond(response, {
        status: 400,
        description: 'Bad Request: object expected as the request body',
      })
    }
    hooks.onRequest(method, payload)
    const chat = payload.chat_id === undefined ? undefined : Number(payload.chat_id)
    const fault = hooks.faults.take(method, chat)
    if (fault?.kind === 'status') return fail(response, fault)
    if (fault?.kind === 'reset' && fault.when === 'before') return cut(response)
    if (fault?.kind === 'hang' && fault.when === 'before') {
      return later(response, fault.ms, () => perform(token, method, payload, response))
    }
    perform(token, method, payload, response, fault)
  }

  function perform(token: string, method: string, payload: Payload, response: ServerResponse, fault?: Fault) {
    const takeBack = hooks.call(token, method, payload, (answer) => {
      if (fault?.kind === 'reset') return cut(response)
      if (fault?.kind === 'hang') return later(response, fault.ms, () => respond(response, answer))
      respond(response, answer)
    })
    if (takeBack) response.on('close', takeBack)
  }

  return {
    address: () => server.address(),
    onControl(handler: Control): void {
      control = handler
    },
    listen: (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve)),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function answerControl(
  control: Control,
  op: string,
  payload: Payload,
  response: ServerResponse,
): Promise<void> {
  try {
    respond(response, { result: (await control(op, payload)) ?? null })
  } catch (error) {
    respond(response, { status: 400, description: error instanceof Error ? error.message : 'failed' })
  }
}

/** @returns null when the caller hung up before the end */
function readBody(request: IncomingMessage): Promise<Buffer | null> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => resolve(Buffer.concat(chunks)))
    request.on('error', () => resolve(null))
  })
}

/** @returns undefined for junk */
function readPayload(body: string, query: string): Payload | undefined {
  const fromQuery = query ? Object.fromEntries(new URLSearchParams(query)) : {}
  if (body === '') return fromQuery
  try {
    const parsed: unknown = JSON.parse(body)
    return typeof parsed === 'object' && parsed !== null ? { ...fromQuery, ...parsed } : undefined
  } catch {
    return undefined
  }
}

function respond(response: ServerResponse, answer: ApiAnswer) {
  if ('result' in answer) return write(response, 200, `{"ok":true,"result":${JSON.stringify(answer.result)}}`)
  const { status, description, parameters } = answer
  write(response, status, JSON.stringify({ ok: false, error_code: status, description, parameters }))
}

function fail(response: ServerResponse, fault: Extract<Fault, { kind: 'status' }>) {
  const { status, retryAfter, body = 'json' } = fault
  if (body === 'html')
    return write(response, status, `<html><body><h1>${status}</h1></body></html>`, 'text/html')
  if (body === 'empty') return write(response, status, '')
  respond(response, {
    status,
    description:
      fault.description ??
      (status === 429 ? `Too Many Requests: retry after ${retryAfter}` : 'Internal Server Error'),
    ...(retryAfter === undefined ? {} : { parameters: { retry_after: retryAfter } }),
  })
}

function write(response: ServerResponse, status: number, body: string, type = 'application/json') {
  if (response.destroyed) return
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) })
  response.end(body)
}

function cut(response: ServerResponse): void {
  response.socket?.resetAndDestroy()
}

function later(response: ServerResponse, ms: number, then: () => void): void {
  const timer = setTimeout(then, ms)
  response.on('close', () => clearTimeout(timer))
}
