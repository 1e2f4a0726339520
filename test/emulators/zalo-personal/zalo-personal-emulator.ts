import type { AddressInfo } from 'node:net'
import { type ApiOptions, createApi } from './api.ts'
import { createDelivery } from './delivery.ts'
import { createFaults } from './faults.ts'
import { type Call, createGateway, type Reply, readCookies } from './gateway.ts'
import { createHistory, type HistoryOptions } from './history.ts'
import { createLogin, type Login, type SocketSettings } from './login.ts'
import { createPeople, fileHost, pictureHost } from './people.ts'
import { createQr } from './qr.ts'
import { createSession } from './session.ts'
import { createSockets } from './sockets.ts'
import { createWorld } from './world.ts'

export interface EmulatorOptions extends Partial<ApiOptions> {
  /** 0 lets the system choose. */
  port?: number
  /** The account's own id and name. */
  uid?: string
  name?: string
  /** Laid over what Zalo tells a client of its websocket. */
  socket?: Partial<SocketSettings>
  /** How many websocket addresses a login names. */
  websockets?: number
  /** A second websocket ends the first, as Zalo does; true unless told. */
  oneSocketOnly?: boolean
  oldMessages?: HistoryOptions
  /** Ids count up from here; above 2^53 they are answered as text. */
  firstMessageId?: bigint
  /** Milliseconds after which a client that waits for the phone is told to ask again. */
  qrPollMs?: number
  /** The time of messages, in milliseconds. */
  now?: () => number
}

export type ZaloPersonalEmulator = Awaited<ReturnType<typeof startZaloPersonalEmulator>>

const retries = { times: [100, 100, 100], max: 3 }

/**
 * Zalo's servers for one personal account, over HTTP and websockets on one loopback port: requests are told apart
 * by their header `x-original-url`. It reads and writes the wire on its own, without the client's library, and
 * fails when told to.
 */
export async function startZaloPersonalEmulator(options: EmulatorOptions = {}) {
  const { uid = '3921883749280000001', name = 'Một Cửa', now = Date.now } = options
  const world = createWorld({ uid, name, now, firstMessageId: options.firstMessageId ?? 7_300_000_000_001n })
  const session = createSession()
  const faults = createFaults()
  const logins: Login[] = []
  const strays: string[] = []
  const gateway = createGateway({
    answer,
    picture({ url }, response) {
      if (url.hostname !== pictureHost && url.hostname !== fileHost) return false
      world.pictures.serve(url.pathname.slice(1), response)
      return true
    },
    refuse: (fault) => api.refuse(fault, fault.where ?? 'outside'),
    concerns: (call) => api.concerns(call),
    faults,
  })
  const sockets = createSockets(gateway.server, {
    admits: ({ headers }) => session.isGood(readCookies(headers.cookie).get('zpw_sek')),
    onFrame: ({ cmd, subCmd, body }) =>
      (cmd === 510 || cmd === 511) && subCmd === 1 ? history.answer(cmd, body) : undefined,
    oneOnly: options.oneSocketOnly ?? true,
  })
  const delivery = createDelivery(sockets)
  const history = createHistory(options.oldMessages ?? {}, () => delivery.encrypt)
  const people = createPeople({ world, delivery, history })
  const api = createApi({
    world,
    session,
    delivery,
    history,
    options: { maxText: options.maxText ?? 3000, strangers: options.strangers ?? Number.POSITIVE_INFINITY },
  })
  const login = createLogin({
    session,
    uid,
    settings: {
      ping_interval: 180_000,
      retries: { 1000: retries, 3000: retries, 3003: retries },
      close_and_retry_codes: [1000, 3000, 3003],
      rotate_error_codes: [1000],
      ...options.socket,
    },
    websockets: () =>
      Array.from({ length: options.websockets ?? 1 }, (_, at) => `ws://127.0.0.1:${port}/ws/${at + 1}`),
    onLogin: (one) => logins.push(one),
  })
  const qr = createQr({
    session,
    name,
    pollMs: options.qrPollMs ?? 10_000,
    // Whoever was in before is thrown out by the new login.
    onSession: () => sockets.dropWith(3003),
  })

  function answer(call: Call): Reply | Promise<Reply> {
    const known =
      call.url.hostname === 'wpa.chat.zalo.me' ? login.answer(call) : (api.answer(call) ?? qr.answer(call))
    if (known) return known
    strays.push(`${call.method} ${call.url.origin}${call.url.pathname}`)
    return { status: 404, body: '{"error_code":404,"error_message":"Not found"}' }
  }

  await gateway.listen(options.port ?? 0)
  const port = (gateway.server.address() as AddressInfo).port

  return {
    /** What `ZALO_PERSONAL_GATEWAY` is to be. */
    url: `http://127.0.0.1:${port}`,
    account: { uid, name },
    faults,
    sockets,
    delivery,
    history,
    pictures: world.pictures,
    qr,
    /** What was handed over: when the account is told that it is taken in, by the socket. */
    uploads: api.uploads,
    person: people.person,
    group: people.group,
    /** The account's own phone. */
    ownDevice: people.ownDevice,
    /** Everything the account sent, in order. */
    sent: world.sent as readonly (typeof world.sent)[number][],
    logins: logins as readonly Login[],
    /** Calls that were understood and let in, in order, with what they asked. */
    calls: api.calls,
    /** Calls by path, those that were made to fail included. */
    counts: gateway.counts,
    /** Requests to a place unknown here. */
    strays: strays as readonly string[],
    /** Requests without the header. */
    get unaddressed() {
      return gateway.unaddressed
    },
    session: {
      /** The cookie `zpw_sek` that is good now. */
      get cookie() {
        return session.cookie
      },
      /** Replaced by the next reply; the old one is good until the new one is used. */
      rotate: session.rotate,
      /**
       * Nobody is in any more. With `serverInfo: 'refused'` the login's second call says so in Zalo's words,
       * otherwise only the first one fails, without any.
       */
      expire({ serverInfo = 'open' }: { serverInfo?: 'open' | 'refused' } = {}): void {
        session.expire()
        login.refuseServerInfo(serverInfo === 'refused')
      },
      /** A new login elsewhere that `credentials()` then tells. */
      renew(): void {
        session.issue()
        login.refuseServerInfo(false)
      },
    },
    /** What the library logs in with, as a browser's extension writes it. */
    credentials: () => ({
      cookie: [
        {
          key: 'zpsid',
          value: 'zpsid-of-the-tests',
          domain: '.zalo.me',
          path: '/',
          secure: true,
          httpOnly: true,
        },
        {
          key: 'zpw_sek',
          value: session.cookie,
          domain: '.chat.zalo.me',
          path: '/',
          secure: true,
          httpOnly: true,
        },
      ],
      imei: '6d1f3c1e-0c3a-4c55-9d0a-8a2f6f1d7a10-0123456789abcdef0123456789abcdef',
      userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0',
    }),
    onControl: gateway.onControl,
    /** Nothing listens any more; calls and handshakes are refused at the connection. */
    async goAway(): Promise<void> {
      sockets.closeAll()
      await gateway.close()
    },
    comeBack: () => gateway.listen(port),
    async close(): Promise<void> {
      sockets.closeAll()
      await gateway.close()
    },
  }
}
