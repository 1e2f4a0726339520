import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import { type MultipartFile, readMultipart } from '../read-multipart.ts'
import type { Fault, Faults } from './faults.ts'

/** A request as it was meant for Zalo. */
export interface Call {
  url: URL
  method: string
  headers: IncomingHttpHeaders
  cookies: ReadonlyMap<string, string>
  /** Of the query and, over it, of a form in the body. */
  fields: Record<string, string>
  /** A piece of a file, where one is handed over. */
  piece?: MultipartFile
  /** Aborted when the caller hangs up. */
  signal: AbortSignal
}

export interface Reply {
  status?: number
  body: string
  type?: string
  location?: string
  cookies?: string[]
}

interface Hooks {
  answer(call: Call): Reply | Promise<Reply>
  /** Whether a picture was asked for, which is then handed out. */
  picture(call: Call, response: ServerResponse): boolean
  /** The reply that a refusal told by a fault makes. */
  refuse(fault: Extract<Fault, { kind: 'error' }>): Reply
  /** The person or group that a call concerns. */
  concerns(call: Call): string | undefined
  faults: Faults
}

type Control = (op: string, payload: Record<string, unknown>) => Promise<unknown>

/** The wire: every request is served by its header `x-original-url`, whatever path it came by. */
export function createGateway(hooks: Hooks) {
  let unaddressed = 0
  let control: Control | null = null
  const counts = new Map<string, number>()
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      if (body !== null) route(request, body, response)
    })
  })
  server.keepAliveTimeout = 65_000

  function route(request: IncomingMessage, body: Buffer, response: ServerResponse): void {
    const op = /^\/control\/(\w+)$/.exec(request.url ?? '')?.[1]
    if (op && control) return void answerControl(control, op, body.toString('utf8'), response)
    const original = request.headers['x-original-url']
    if (typeof original !== 'string' || !URL.canParse(original)) {
      unaddressed += 1
      return write(response, { status: 400, body: '{"error":"no x-original-url"}' })
    }
    void answer(readCall(request, new URL(original), body, response), response)
  }

  async function answer(call: Call, response: ServerResponse): Promise<void> {
    const path = call.url.pathname
    counts.set(path, (counts.get(path) ?? 0) + 1)
    const fault = hooks.faults.take(path, hooks.concerns(call))
    if (fault && !('when' in fault && fault.when === 'after')) {
      if (fault.kind !== 'hang') return strike(fault, response)
      if (!(await held(fault, call))) return
    }
    if (hooks.picture(call, response)) return
    const reply = await hooks.answer(call)
    if (fault && 'when' in fault && fault.when === 'after') {
      if (fault.kind !== 'hang') return strike(fault, response)
      if (!(await held(fault, call))) return
    }
    write(response, reply)
  }

  function strike(fault: Exclude<Fault, { kind: 'hang' }>, response: ServerResponse): void {
    if (fault.kind === 'reset') return void response.socket?.resetAndDestroy()
    if (fault.kind === 'junk')
      return write(response, { body: '<html>502 Bad Gateway</html>', type: 'text/html' })
    if (fault.kind === 'status') {
      return write(response, { status: fault.status, body: fault.body ?? '<html></html>', type: 'text/html' })
    }
    write(response, hooks.refuse(fault))
  }

  return {
    server,
    /** Calls by path, those that were made to fail included. */
    counts: counts as ReadonlyMap<string, number>,
    /** Requests that didn't say where they were meant to go. */
    get unaddressed() {
      return unaddressed
    },
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

/** @returns false when the caller hung up meanwhile */
function held({ ms }: { ms?: number }, { signal }: Call): Promise<boolean> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve(false)
    const timer = ms === undefined ? undefined : setTimeout(() => resolve(true), ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve(false)
    })
  })
}

function readCall(request: IncomingMessage, url: URL, bytes: Buffer, response: ServerResponse): Call {
  const gone = new AbortController()
  response.on('close', () => gone.abort())
  const piece = readMultipart(request.headers['content-type'], bytes)?.files.chunkContent
  const body = bytes.toString('utf8')
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded')
  return {
    url,
    method: request.method ?? 'GET',
    headers: request.headers,
    cookies: readCookies(request.headers.cookie),
    fields: {
      ...Object.fromEntries(url.searchParams),
      ...(isForm && body !== '' ? Object.fromEntries(new URLSearchParams(body)) : {}),
    },
    ...(piece ? { piece } : {}),
    signal: gone.signal,
  }
}

/** The header `cookie` of a request. */
export function readCookies(header = ''): Map<string, string> {
  return new Map(
    header
      .split(';')
      .map((pair) => pair.trim().split('='))
      .map(([name = '', ...value]) => [name, value.join('=')]),
  )
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

async function answerControl(control: Control, op: string, body: string, response: ServerResponse) {
  try {
    const payload = JSON.parse(body || '{}') as Record<string, unknown>
    write(response, { body: JSON.stringify({ ok: true, result: (await control(op, payload)) ?? null }) })
  } catch (error) {
    const description = error instanceof Error ? error.message : 'failed'
    write(response, { status: 400, body: JSON.stringify({ ok: false, description }) })
  }
}

function write(response: ServerResponse, { status = 200, body, type, location, cookies = [] }: Reply): void {
  if (response.destroyed) return
  response.writeHead(status, {
    'content-type': type ?? 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    ...(location === undefined ? {} : { location }),
    ...(cookies.length === 0 ? {} : { 'set-cookie': cookies }),
  })
  response.end(body)
}
