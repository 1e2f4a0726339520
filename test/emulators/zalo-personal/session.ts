import { randomBytes } from 'node:crypto'

const sevenDays = 7 * 24 * 3600

export type Session = ReturnType<typeof createSession>

/** The account's web session: the cookie `zpw_sek` that proves it, and the key that its calls are sealed with. */
export function createSession() {
  let valid = new Set<string>()
  let latest = ''
  let key = randomBytes(16)
  /** Set on the next reply to whoever is still in. */
  let pending = false

  function issue(): void {
    latest = newCookie()
    valid = new Set([latest])
    key = randomBytes(16)
  }
  issue()

  return {
    /** The base64 `zpw_enk` stands for this. */
    get key() {
      return key
    },
    get cookie() {
      return latest
    },
    /** A new session; what stood before is over. */
    issue,
    /** The cookie is replaced: the old one is good until the new one is used. */
    rotate(): void {
      latest = newCookie()
      valid.add(latest)
      pending = true
    },
    /** Nobody is in any more, until `issue`. */
    expire(): void {
      valid.clear()
      pending = false
    },
    isGood(cookie: string | undefined): boolean {
      if (cookie === undefined || !valid.has(cookie)) return false
      if (cookie === latest) {
        valid = new Set([latest])
        pending = false
      }
      return true
    },
    /** The header of a reply to somebody who is in. @returns empty when there is nothing to tell */
    news(): string[] {
      return pending ? [setCookie(latest)] : []
    },
    setCookie: () => setCookie(latest),
  }
}

/** With a comma in its date, as a browser gets it. */
function setCookie(value: string): string {
  const expires = new Date(Date.now() + sevenDays * 1000).toUTCString()
  return `zpw_sek=${value}; Expires=${expires}; Max-Age=${sevenDays}; Domain=.chat.zalo.me; Path=/; Secure; HttpOnly`
}

function newCookie(): string {
  return `${randomBytes(3).toString('hex')}.700100.a0.${randomBytes(24).toString('base64url')}`
}
