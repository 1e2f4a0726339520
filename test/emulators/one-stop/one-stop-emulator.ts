import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createChangeLog, type Page } from './change-log.ts'
import { createFaults, type Fault, type Service } from './faults.ts'

export interface EmulatorOptions {
  /** Records a page, whatever is asked for beyond. */
  perPage?: number
}

export interface Call {
  service: Service
  since: string | null
}

export type OneStopEmulator = Awaited<ReturnType<typeof startOneStopEmulator>>

const services = ['DongBoHoSoMC', 'CapNhatTienDoHoSoMC'] as const

/**
 * The city's one-stop system over real HTTP on loopback: what `one-stop-client.ts` asks for, strict about token, path
 * and cursor, and failing when told to.
 */
export async function startOneStopEmulator(options: EmulatorOptions = {}) {
  const token = 'emulated-one-stop-token'
  const { perPage = 500 } = options
  const logs = { DongBoHoSoMC: createChangeLog(), CapNhatTienDoHoSoMC: createChangeLog() }
  const faults = createFaults()
  const calls: Call[] = []
  const held = { token, moved: 0 }

  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://emulator')
    const service = services.find((name) => pathname === `/${name}`)
    if (request.method !== 'GET' || !service) return answer(response, 404, '{"error":"no such service"}')
    const since = searchParams.get('since')
    calls.push({ service, since })
    const fault = faults.take(service)
    if (fault?.kind === 'status') return refuse(response, fault)
    if (request.headers.authorization !== `Bearer ${held.token}`)
      return answer(response, 401, '{"error":"unauthorised"}')
    const limit = Math.min(perPage, Number(searchParams.get('limit') ?? perPage))
    const page = logs[service].page(since, limit)
    if (!page) return answer(response, 410, '{"error":"no such cursor"}')
    send(response, page, { fault, since, first: () => logs[service].page(null, limit) })
  })

  function send(
    response: ServerResponse,
    page: Page,
    {
      fault,
      since,
      first,
    }: { fault: Fault | undefined; since: string | null; first: () => Page | undefined },
  ) {
    const body = JSON.stringify(page)
    switch (fault?.kind) {
      case 'html':
        return answer(response, 200, '<!doctype html><title>Bảo trì</title>', 'text/html')
      case 'half':
        return answer(response, 200, body.slice(0, body.length / 2))
      case 'body':
        return answer(response, 200, fault.body)
      case 'same':
        held.moved += 1
        return answer(
          response,
          200,
          JSON.stringify({ ...first(), ...(fault.moving ? { next: `m${held.moved}` } : {}), more: true }),
        )
      case 'backwards':
        return answer(
          response,
          200,
          JSON.stringify({ ...page, next: since === 'c0' ? page.next : 'c0', more: true }),
        )
      case 'reset':
        if (fault.when === 'before') return void response.socket?.resetAndDestroy()
        return begin(response, body, () => response.socket?.resetAndDestroy())
      case 'hang':
        return fault.when === 'before' ? undefined : begin(response, body)
      case 'endless':
        return pour(response)
      default:
        return answer(response, 200, body)
    }
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    token,
    faults,
    /** What was asked, oldest first. */
    calls: calls as readonly Call[],
    /** Dossiers that changed, in the fields of DongBoHoSoMC. */
    change: logs.DongBoHoSoMC.add,
    /** What was done with them, in the fields of CapNhatTienDoHoSoMC. */
    progress: logs.CapNhatTienDoHoSoMC.add,
    /** The token given out before holds no longer. */
    renewToken: (renewed: string) => {
      held.token = renewed
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function refuse(response: ServerResponse, fault: Extract<Fault, { kind: 'status' }>): void {
  const { status, retryAfter, location } = fault
  response
    .writeHead(status, {
      'content-type': 'application/json',
      ...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }),
      ...(location === undefined ? {} : { location }),
    })
    .end(`{"error":${status}}`)
}

function answer(response: ServerResponse, status: number, body: string, type = 'application/json'): void {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) }).end(body)
}

/** The first half of the body has left when `then` runs. */
function begin(response: ServerResponse, body: string, then: () => void = () => {}): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
  response.write(body.slice(0, body.length / 2), then)
}

function pour(response: ServerResponse): void {
  const chunk = Buffer.alloc(64 * 1024, ' ')
  response.writeHead(200, { 'content-type': 'application/json' })
  const go = () => {
    while (!response.destroyed && response.write(chunk));
  }
  response.on('drain', go)
  go()
}
