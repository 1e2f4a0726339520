import { randomBytes } from 'node:crypto'
import type { Call, Reply } from './gateway.ts'
import type { Session } from './session.ts'

type State = 'shown' | 'scanned' | 'confirmed' | 'declined' | 'expired'

interface Hooks {
  session: Session
  /** Whose phone scans. */
  name: string
  /** Milliseconds after which a poll is told to come again. */
  pollMs: number
  /** The account is in anew. */
  onSession(): void
}

const qrVersion = '2.44.10'

/** One pixel. */
const image = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII='

/** The login by QR at `id.zalo.me`, with the phone that scans it. */
export function createQr({ session, name, pollMs, onSession }: Hooks) {
  const shown = new Map<string, State>()
  const changed = new Set<() => void>()
  let latest = ''
  let zpsid = ''
  let polls = 0

  function become(from: State[], to: State): void {
    const state = shown.get(latest)
    if (!state || !from.includes(state)) throw new Error(`no QR to become ${to}`)
    shown.set(latest, to)
    for (const wake of [...changed]) wake()
  }

  function generate(): Reply {
    latest = randomBytes(8).toString('hex')
    shown.set(latest, 'shown')
    for (const wake of [...changed]) wake()
    const options = { enabledCheckOCR: false, enabledMultiLayer: false }
    return json({ code: latest, image: `data:image/png;base64,${image}`, options, token: 'token' })
  }

  /** Answers as soon as the code has left the state `while`, or that it should be asked again. */
  function poll(call: Call, waiting: State, then: (state: State) => Reply): Promise<Reply> {
    const { code = '' } = call.fields
    polls += 1
    return new Promise((resolve) => {
      const look = () => {
        const state = shown.get(code)
        if (state === waiting) return
        settle(state === undefined || state === 'expired' ? refusal(-14, 'QR đã hết hạn') : then(state))
      }
      const settle = (reply: Reply) => {
        clearTimeout(timer)
        changed.delete(look)
        resolve(reply)
      }
      const timer = setTimeout(() => settle(refusal(8, 'Waiting')), pollMs)
      changed.add(look)
      call.signal.addEventListener('abort', () => settle(refusal(8, 'Waiting')))
      look()
    })
  }

  function confirmed(state: State): Reply {
    if (state === 'declined') return refusal(-13, 'Từ chối')
    zpsid = randomBytes(12).toString('base64url')
    const expires = new Date(Date.now() + 86_400_000).toUTCString()
    const cookie = `zpsid=${zpsid}; Expires=${expires}; Domain=.zalo.me; Path=/; Secure; HttpOnly`
    return { ...json({}), cookies: [cookie, 'zlogin=; Max-Age=0; Domain=id.zalo.me; Path=/'] }
  }

  function userInfo(call: Call): Reply {
    if (zpsid === '' || call.cookies.get('zpsid') !== zpsid) return json({ logged: false })
    zpsid = ''
    session.issue()
    onSession()
    const info = { name, avatar: '' }
    return { ...json({ logged: true, session_chat_valid: true, info }), cookies: [session.setCookie()] }
  }

  const handlers: Record<string, (call: Call) => Reply | Promise<Reply>> = {
    'GET id.zalo.me/account': () => ({
      type: 'text/html',
      body: `<html><script src="https://stc-zlogin.zdn.vn/main-${qrVersion}.js"></script></html>`,
      cookies: ['zlogin=1; Domain=id.zalo.me; Path=/; Secure'],
    }),
    'POST id.zalo.me/account/logininfo': () => json({ logged: false }),
    'POST id.zalo.me/account/verify-client': () => json({}),
    'POST id.zalo.me/account/authen/qr/generate': generate,
    'POST id.zalo.me/account/authen/qr/waiting-scan': (call) =>
      poll(call, 'shown', () => json({ avatar: '', display_name: name })),
    'POST id.zalo.me/account/authen/qr/waiting-confirm': (call) => poll(call, 'scanned', confirmed),
    'GET id.zalo.me/account/checksession': () => ({
      status: 302,
      body: '',
      location: 'https://chat.zalo.me/index.html',
    }),
    'GET chat.zalo.me/index.html': () => ({ type: 'text/html', body: '<html></html>' }),
    'GET jr.chat.zalo.me/jr/userinfo': userInfo,
  }

  return {
    /** The code shown last, empty when there was none. */
    get code() {
      return latest
    },
    /** Polls of a client that waits for the phone, in all. */
    get polls() {
      return polls
    },
    scan: () => become(['shown'], 'scanned'),
    confirm: () => become(['scanned'], 'confirmed'),
    decline: () => become(['scanned'], 'declined'),
    expire: () => become(['shown', 'scanned'], 'expired'),
    answer: (call: Call) => handlers[`${call.method} ${call.url.hostname}${call.url.pathname}`]?.(call),
  }
}

function json(data: object): Reply {
  return { body: JSON.stringify({ error_code: 0, error_message: 'Successful.', data }) }
}

function refusal(code: number, message: string): Reply {
  return { body: JSON.stringify({ error_code: code, error_message: message }) }
}
