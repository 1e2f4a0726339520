import { loginKey, openCbc, openZcid, sealCbc, signKey } from './cipher.ts'
import type { Call, Reply } from './gateway.ts'
import type { Session } from './session.ts'

/** What a login tells the client about its websocket. */
export interface SocketSettings {
  /** Milliseconds. */
  ping_interval: number
  retries: Record<string, { times: number | number[]; max: number }>
  close_and_retry_codes: number[]
  rotate_error_codes: number[]
}

export interface Login {
  at: number
  imei: string
  userAgent: string
  cookie: string
}

interface Hooks {
  session: Session
  uid: string
  settings: SocketSettings
  websockets: () => string[]
  onLogin(login: Login): void
}

/** The keys of the map that a login hands out, each with a host of its own. */
export const services = [
  'chat',
  'group',
  'file',
  'group_board',
  'group_poll',
  'reaction',
  'friend',
  'friend_board',
  'profile',
  'conversation',
  'catalog',
  'zimsg',
  'sticker',
  'quick_message',
  'label',
  'auto_reply',
  'alias',
  'aext',
] as const

export type Service = (typeof services)[number]

/** What the login says to whom it doesn't know. */
const noSession = {
  error_code: 102,
  error_message:
    'The session key was improperly submitted or has reached its timeout. Direct the user to log in again to obtain another key',
  data: null,
}

export function hostOf(service: Service): string {
  return `tt-${service.replaceAll('_', '-')}-wpa.chat.zalo.me`
}

/** `wpa.chat.zalo.me`: getLoginInfo (sealed with a key of its own) and getServerInfo (plain). */
export function createLogin({ session, uid, settings, websockets, onLogin }: Hooks) {
  let serverInfoWantsSession = false

  function getLoginInfo(call: Call): Reply {
    const {
      zcid = '',
      zcid_ext = '',
      enc_ver,
      params = '',
      type = '',
      client_version = '',
      signkey,
    } = call.fields
    const who = openZcid(zcid)
    if (!who || enc_ver !== 'v2' || who.type !== type) return json({ error_code: 112, error_message: 'zcid' })
    const signed = signKey('getlogininfo', { zcid, zcid_ext, enc_ver, params, type, client_version })
    if (signkey !== signed) return json({ error_code: 113, error_message: 'signkey' })
    const key = loginKey(zcid, zcid_ext)
    const said = openCbc(key, params)
    const inside = said === null ? null : (JSON.parse(said) as Record<string, unknown>)
    if (inside?.imei !== who.imei) return json({ error_code: 114, error_message: 'params' })
    const cookie = call.cookies.get('zpw_sek')
    if (!session.isGood(cookie)) return json(noSession)
    onLogin({
      at: Date.now(),
      imei: who.imei,
      userAgent: String(call.headers['user-agent']),
      cookie: cookie ?? '',
    })
    const data = {
      uid,
      zpw_enk: session.key.toString('base64'),
      zpw_service_map_v3: Object.fromEntries(services.map((name) => [name, [`https://${hostOf(name)}`]])),
      zpw_ws: websockets(),
    }
    const sealed = sealCbc(key, JSON.stringify({ error_code: 0, error_message: '', data }))
    return { ...json({ error_code: 0, error_message: '', data: sealed }), cookies: session.news() }
  }

  function getServerInfo(call: Call): Reply {
    const { imei = '', type = '', client_version = '', computer_name = '', signkey } = call.fields
    const signed = signKey('getserverinfo', { imei, type, client_version, computer_name })
    if (signkey !== signed) return json({ error_code: 113, error_message: 'signkey', data: null })
    if (serverInfoWantsSession && !session.isGood(call.cookies.get('zpw_sek'))) {
      return json({ error_code: 600, error_message: 'zpw_sek bị thiếu hoặc không đúng', data: null })
    }
    const setttings = {
      features: {
        sharefile: {
          max_file: 50,
          max_size_share_file_v3: 1024,
          restricted_ext_file: ['exe'],
          chunk_size_file: 131_072,
        },
        socket: settings,
      },
      keepalive: { alway_keepalive: 1, keepalive_duration: 300 },
    }
    return json({ error_code: 0, error_message: '', data: { setttings, extra_ver: { phonebook: 0 } } })
  }

  return {
    answer(call: Call): Reply | undefined {
      if (call.url.pathname === '/api/login/getLoginInfo') return getLoginInfo(call)
      if (call.url.pathname === '/api/login/getServerInfo') return getServerInfo(call)
      return undefined
    },
    /** Whether the second call, too, is refused without a good cookie: then the library repeats Zalo's words. */
    refuseServerInfo(on: boolean): void {
      serverInfoWantsSession = on
    },
  }
}

function json(value: object): Reply {
  return { body: JSON.stringify(value) }
}
