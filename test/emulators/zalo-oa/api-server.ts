import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { readMultipart } from '../read-multipart.ts'
import type { Endpoint, Fault, Faults } from './faults.ts'
import type { Payload } from './oa-api.ts'
import type { Answer, Oauth } from './oauth.ts'

interface Hooks {
  oauth: Oauth
  /** A call of the OA or of templates, its token already checked. */
  call(endpoint: Endpoint, payload: Payload): Answer
  faults: Faults
  onRequest(endpoint: Endpoint, payload: Payload): void
  /** A picture is asked for, where Zalo has hosts of its own for them. */
  picture(name: string, response: ServerResponse): void
}

type Control = (op: string, payload: Payload) => Promise<unknown>

const endpoints: Record<string, Endpoint> = {
  'POST /v4/oa/access_token': 'access_token',
  'POST /v3.0/oa/message/cs': 'cs',
  'POST /v3.0/oa/message/transaction': 'transaction',
  'POST /v3.0/oa/message/promotion': 'promotion',
  'POST /v2.0/oa/upload/image': 'upload_image',
  'POST /v2.0/oa/upload/file': 'upload_file',
  'GET /v2.0/oa/getoa': 'getoa',
  'POST /message/template': 'template',
}

/** The wire of Zalo's three hosts in one: paths, headers, and the faults that strike a call on its way in or out. */
export function createApiServer(hooks: Hooks) {
  let control: Control | null = null
  const missing = new Set<Endpoint>()
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      if (body !== null) route(request, body, response)
    })
  })
  server.keepAliveTimeout = 65_000

  function route(request: IncomingMessage, body: Buffer, response: ServerResponse) {
    const [path = '', query = ''] = (request.url ?? '/').split('?', 2)
    if (request.method === 'GET' && path === '/v4/oa/permission') return permit(query, response)
    const picture = /^\/pictures\/([\w.]+)$/.exec(path)?.[1]
    if (request.method === 'GET' && picture) return hooks.picture(picture, response)
    const op = /^\/control\/(\w+)$/.exec(path)?.[1]
    if (op && control) return void answerControl(control, op, readJson(body.toString('utf8')) ?? {}, response)
    const endpoint = endpoints[`${request.method} ${path}`]
    if (!endpoint || missing.has(endpoint)) return write(response, 404, '<h1>404</h1>', 'text/html')
    answerCall(endpoint, request, body, response)
  }

  function permit(query: string, response: ServerResponse) {
    const back = hooks.oauth.permit(new URLSearchParams(query))
    if (back === null) return write(response, 400, 'Invalid request', 'text/plain')
    response.writeHead(302, { location: back }).end()
  }

  function answerCall(endpoint: Endpoint, request: IncomingMessage, bytes: Buffer, response: ServerResponse) {
    const form = readMultipart(request.headers['content-type'], bytes)
    const body = form ? '' : bytes.toString('utf8')
    const payload = form ? form.files : endpoint === 'access_token' ? readForm(body) : readJson(body || '{}')
    if (!payload) return respond(response, { error: -201, message: 'Params is invalid' })
    hooks.onRequest(endpoint, payload)
    const user = (payload.recipient as { user_id?: string } | undefined)?.user_id
    const fault = hooks.faults.take(endpoint, user)
    if (fault?.kind === 'status') return fail(response, fault)
    if (fault?.kind === 'error')
      return respond(response, { error: fault.error, message: fault.message ?? 'Failed' })
    if (fault?.kind === 'reset' && fault.when === 'before') return cut(response)
    const answer = () => perform(endpoint, request, body, payload)
    if (fault?.kind === 'hang' && fault.when === 'before')
      return later(response, fault.ms, () => respond(response, answer()))
    const answered = answer()
    if (fault?.kind === 'reset') return cut(response)
    if (fault?.kind === 'hang') return later(response, fault.ms, () => respond(response, answered))
    respond(response, answered)
  }

  function perform(endpoint: Endpoint, request: IncomingMessage, body: string, payload: Payload): Answer {
    if (endpoint === 'access_token')
      return hooks.oauth.exchange(new URLSearchParams(body), request.headers.secret_key)
    return hooks.oauth.refuse(request.headers.access_token) ?? hooks.call(endpoint, payload)
  }

  return {
    address: () => server.address(),
    /** Endpoints this Zalo does not have: answered 404. */
    missing,
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

async function answerControl(control: Control, op: string, payload: Payload, response: ServerResponse) {
  try {
    respond(response, { ok: true, result: (await control(op, payload)) ?? null })
  } catch (error) {
    respond(response, { ok: false, description: error instanceof Error ? error.message : 'failed' })
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

function readForm(body: string): Payload {
  return Object.fromEntries(new URLSearchParams(body))
}

/** @returns undefined for junk */
function readJson(body: string): Payload | undefined {
  try {
    const parsed: unknown = JSON.parse(body)
    return typeof parsed === 'object' && parsed !== null ? (parsed as Payload) : undefined
  } catch {
    return undefined
  }
}

function respond(response: ServerResponse, answer: object) {
  write(response, 200, JSON.stringify(answer))
}

function fail(
  response: ServerResponse,
  { status, body = 'html', location }: Extract<Fault, { kind: 'status' }>,
) {
  if (location) return void response.writeHead(status, { location }).end()
  if (body === 'html') return write(response, status, `<h1>${status}</h1>`, 'text/html')
  write(response, status, body === 'empty' ? '' : JSON.stringify({ error: -status, message: 'Error' }))
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
