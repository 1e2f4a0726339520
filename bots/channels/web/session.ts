import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { networkOf } from './network-of.ts'

/** A browser's session: what its cookie holds, and the chat it stands for. */
export interface Session {
  cookie: string
  chat: string
}

export interface Sessions {
  /** @returns null for a cookie that isn't ours, whatever its shape */
  read(cookie: string | undefined): Session | null
  create(): Session
  /** What a client's address is limited by in what is stored, where the address itself has no place. */
  limitKey(address: string): string
}

/**
 * Sessions without a table: the cookie is a random token of 256 bits with a seal, and the chat's id is a keyed
 * hash of the token. So the database holds nothing that opens a conversation, and nobody can invent a session.
 * @param key 32 bytes or more, for this purpose alone
 */
export function createSessions(key: Uint8Array, random: (bytes: number) => Buffer = randomBytes): Sessions {
  const hash = (purpose: string, token: string) =>
    createHmac('sha256', key).update(`${purpose}\0${token}`).digest()

  const sessionOf = (token: string): Session => ({
    cookie: `${token}.${hash('seal', token).toString('base64url')}`,
    chat: hash('chat', token).subarray(0, 18).toString('base64url'),
  })

  return {
    read(cookie) {
      const match = /^([\w-]{43})\.([\w-]{43})$/.exec(cookie ?? '')
      const [, token, seal] = match ?? []
      if (!token || !seal) return null
      if (!timingSafeEqual(hash('seal', token), Buffer.from(seal, 'base64url'))) return null
      return sessionOf(token)
    },
    limitKey: (address) => hash('network', networkOf(address)).subarray(0, 18).toString('base64url'),
    create: () => sessionOf(random(32).toString('base64url')),
  }
}
