import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { asFields } from '../read-json.ts'
import { writePrivateFile } from '../write-private-file.ts'
import type { Cookie, Credentials } from './read-credentials.ts'

/** A login that can be gone on with after a restart. */
export interface StoredSession extends Credentials {
  /** Names the login: cookies refreshed later belong to it, and to none that came after it. */
  login: string
  /** The account; null until it was used once. */
  uid: string | null
  /** The state of the credentials file when it was made; null when there was none. */
  file: string | null
}

export interface SessionStore {
  /** @returns null when there is none; `damaged` when there is one that cannot be read with this key */
  load(): Promise<StoredSession | 'damaged' | null>
  /** Writes it whole or not at all, readable by this account alone. */
  save(session: StoredSession): Promise<void>
}

const version = 1
const ivLength = 12
const tagLength = 16

/**
 * The session in a file, encrypted: whoever copies the data folder without the key is not logged in by it.
 * @param key 32 bytes
 */
export function createSessionStore(path: string, key: Buffer): SessionStore {
  return {
    async load() {
      const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return null
        throw error
      })
      return bytes && (decrypt(bytes, key) ?? 'damaged')
    },
    async save(session) {
      await writePrivateFile(path, encrypt(session, key))
    },
  }
}

function encrypt(session: StoredSession, key: Buffer): Buffer {
  const iv = randomBytes(ivLength)
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  const body = Buffer.concat([cipher.update(JSON.stringify(session), 'utf8'), cipher.final()])
  return Buffer.concat([Buffer.of(version), iv, cipher.getAuthTag(), body])
}

function decrypt(bytes: Buffer, key: Buffer): StoredSession | null {
  if (bytes[0] !== version || bytes.length < 1 + ivLength + tagLength) return null
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(1, 1 + ivLength))
    decipher.setAuthTag(bytes.subarray(1 + ivLength, 1 + ivLength + tagLength))
    const body = decipher.update(bytes.subarray(1 + ivLength + tagLength))
    return asSession(JSON.parse(Buffer.concat([body, decipher.final()]).toString('utf8')))
  } catch {
    return null
  }
}

function asSession(value: unknown): StoredSession | null {
  const fields = asFields(value)
  if (!fields) return null
  const { login, uid, file, cookie, imei, userAgent } = fields
  if (typeof login !== 'string' || typeof imei !== 'string' || typeof userAgent !== 'string') return null
  if (!Array.isArray(cookie)) return null
  return {
    login,
    uid: typeof uid === 'string' ? uid : null,
    file: typeof file === 'string' ? file : null,
    cookie: cookie as Cookie[],
    imei,
    userAgent,
  }
}
