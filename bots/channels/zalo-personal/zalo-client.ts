import type { API, Credentials as LibraryCredentials } from 'zca-js'
import { asFields } from '../read-json.ts'
import type { Cookie, Credentials } from './login/read-credentials.ts'
import { readId } from './read-id.ts'

/** A person or a group, by the id Zalo gives it. */
export interface Thread {
  id: string
  group: boolean
}

/** One login: everything the channel asks of Zalo's library, which nothing but this file knows. */
export interface ZaloAccount {
  /** The account's own id. */
  readonly uid: string
  readonly listener: ZaloListener
  /** As they stand now; answers of Zalo change them. */
  cookies(): readonly Cookie[]
  /** @returns the message's id; null when Zalo told none, or one that has lost digits on its way */
  sendText(to: Thread, text: string): Promise<string | null>
  /** A file as a message of its own. @returns as `sendText`; only once Zalo has taken the file in, told by the socket */
  sendFile(to: Thread, file: OutgoingFile): Promise<string | null>
  /** Takes a message back. @param clientId what it was sent under, see `createEchoes` */
  undo(to: Thread, messageId: string, clientId: string): Promise<void>
  /** @param at ms since the epoch */
  createReminder(group: string, title: string, at: number): Promise<void>
  createPoll(group: string, question: string, options: readonly string[]): Promise<void>
  acceptFriend(uid: string): Promise<void>
  /** Ids of who has asked to be a friend, and waits for an answer. */
  friendRequests(): Promise<string[]>
  /** Ids of all friends. */
  friends(): Promise<string[]>
  /** What people may call the account by. */
  names(): Promise<string[]>
  /** Whether the session still holds, asked in the cheapest way. */
  keepAlive(): Promise<void>
}

/** @property name with its ending, by which the library tells pictures; `width` and `height` of those, in pixels */
export interface OutgoingFile {
  name: `${string}.${string}`
  bytes: Uint8Array
  width?: number
  height?: number
}

/** The library's listener, with the socket that it calls private and that has to be looked after. */
export interface ZaloListener {
  on(event: string, handler: (...args: unknown[]) => void): unknown
  removeAllListeners(): unknown
  start(options: { retryOnClose: false }): void
  requestOldMessages(type: number, lastId: string | null): void
  readonly ws: ZaloSocket | null
  /** Goes on to the next of the addresses that the login told; there is none behind the last. */
  rotateEndpoint(): void
  readonly urls: readonly string[]
}

export interface ZaloSocket {
  onmessage: ((event: { data: unknown }) => unknown) | null
  onclose: ((event: { code: number; reason: unknown }) => unknown) | null
  on(event: 'pong', handler: () => void): unknown
  ping(): void
  close(code: number): void
  terminate(): void
}

/** The library's numbers for kinds of friend events that matter here. */
export const friendEvent = { add: 0, remove: 1, request: 2 } as const

/** The library's number for who has asked, among those whom Zalo merely suggests. */
const hasAsked = 2

/**
 * Logs in with what is known of an account. Rejects with whatever the library throws: see `describeFailure`.
 *
 * Own messages are listened to because the library would else keep back that we were taken out of a group.
 */
export async function logIn(credentials: Credentials, polyfill: typeof fetch): Promise<ZaloAccount> {
  const library = await loadLibrary()
  const zalo = new library.Zalo({ ...quiet, selfListen: true, polyfill })
  // It changes what it is given.
  const api = await zalo.login(structuredClone(credentials) as unknown as LibraryCredentials)
  return wrap(api, library)
}

/** Loaded when somebody logs in: where the personal account is off, 40 MB are not spent on it. */
const loadLibrary = () => import('zca-js')
type Library = Awaited<ReturnType<typeof loadLibrary>>

/** Nothing is said on the console, where it would show cookies, nor asked of a registry of packages. */
const quiet = { checkUpdate: false, logging: false }

function wrap(api: API, { ThreadType }: Library): ZaloAccount {
  const typeOf = ({ group }: Thread) => (group ? ThreadType.Group : ThreadType.User)
  keepUploaded(api)
  return {
    uid: String(api.getOwnId()),
    listener: api.listener as unknown as ZaloListener,
    cookies: () => (api.getCookie().toJSON()?.cookies ?? []) as unknown as Cookie[],
    async sendText(to, text) {
      const { message } = await api.sendMessage({ msg: text }, to.id, typeOf(to))
      return readId(message?.msgId)
    },
    async sendFile(to, { name, bytes, ...size }) {
      const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
      const metadata = { totalSize: data.length, ...size }
      const message = { msg: '', attachments: [{ data, filename: name, metadata }] }
      const { attachment } = await api.sendMessage(message, to.id, typeOf(to))
      return readId(attachment[0]?.msgId)
    },
    async undo(to, messageId, clientId) {
      await api.undo({ msgId: messageId, cliMsgId: clientId }, to.id, typeOf(to))
    },
    async createReminder(group, title, at) {
      await api.createReminder({ title, startTime: at }, group, ThreadType.Group)
    },
    async createPoll(group, question, options) {
      await api.createPoll({ question, options: [...options] }, group)
    },
    async acceptFriend(uid) {
      await api.acceptFriendRequest(uid)
    },
    async friendRequests() {
      const { recommItems } = asFields(await api.getFriendRecommendations()) ?? {}
      if (!Array.isArray(recommItems)) return []
      return recommItems
        .map((item) => asFields(asFields(item)?.dataInfo))
        .filter((info) => info?.recommType === hasAsked)
        .flatMap((info) => readId(info?.userId) ?? [])
    },
    async friends() {
      const all: unknown = await api.getAllFriends()
      return Array.isArray(all) ? all.flatMap((each) => readId(asFields(each)?.userId) ?? []) : []
    },
    async names() {
      const { profile } = asFields(await api.fetchAccountInfo()) ?? {}
      const { displayName, zaloName } = asFields(profile) ?? {}
      return [displayName, zaloName].filter(
        (name) => typeof name === 'string' && name.trim() !== '',
      ) as string[]
    },
    async keepAlive() {
      await api.keepAlive()
    },
  }
}

const mostUploaded = 100
const uploadedMs = 60_000

/**
 * The library asks to be told by the socket that Zalo has taken a file in, but only once its own call is answered; told
 * before, it would wait for ever. And its timer for what it is never told would hold the process for minutes.
 */
function keepUploaded(api: API): void {
  const { uploadCallbacks } = api.getContext()
  const told = new Map<string, Parameters<Parameters<typeof uploadCallbacks.set>[1]>[0]>()
  api.listener.on('upload_attachment', (data) => {
    if (told.size >= mostUploaded) told.clear()
    told.set(String(data.fileId), data)
  })
  uploadCallbacks.set = (id, callback) => {
    const early = told.get(id)
    if (early === undefined) {
      Map.prototype.set.call(uploadCallbacks, id, callback)
      setTimeout(() => uploadCallbacks.delete(id), uploadedMs).unref()
    } else {
      told.delete(id)
      callback(early)
    }
    return uploadCallbacks
  }
}

/** What happens while somebody logs in by scanning a code. */
export type ScanEvent =
  /** @param png base64 */
  | { kind: 'code'; png: string; abort(): void }
  | { kind: 'expired'; abort(): void }
  | { kind: 'scanned'; name: string; abort(): void }
  | { kind: 'declined'; abort(): void }
  | { kind: 'done'; credentials: Credentials }

/** Has a code made and waits until somebody has scanned it and said yes on the phone, then logs in by that. */
export async function scanToLogIn(
  polyfill: typeof fetch,
  tell: (event: ScanEvent) => void,
): Promise<ZaloAccount> {
  const library = await loadLibrary()
  const { LoginQRCallbackEventType: step } = library
  const zalo = new library.Zalo({ ...quiet, polyfill })
  const api = await zalo.loginQR({}, (event) => {
    switch (event.type) {
      case step.QRCodeGenerated:
        return tell({ kind: 'code', png: event.data.image, abort: event.actions.abort })
      case step.QRCodeExpired:
        return tell({ kind: 'expired', abort: event.actions.abort })
      case step.QRCodeScanned:
        return tell({ kind: 'scanned', name: event.data.display_name, abort: event.actions.abort })
      case step.QRCodeDeclined:
        return tell({ kind: 'declined', abort: event.actions.abort })
      case step.GotLoginInfo: {
        const { cookie, imei, userAgent } = event.data
        const credentials = { cookie: cookie as unknown as Cookie[], imei, userAgent }
        return tell({ kind: 'done', credentials })
      }
    }
  })
  return wrap(api, library)
}
