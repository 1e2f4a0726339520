import { readFile } from 'node:fs/promises'
import { writePrivateFile } from '../../../../server/write-private-file.ts'
import { createSealer } from '../../create-sealer.ts'
import { asFields } from '../../read-json.ts'
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

const purpose = 'zalo_personal session'

/**
 * The session in a file, encrypted: whoever copies the data folder without the key is not logged in by it.
 * @param key 32 bytes
 */
export function createSessionStore(path: string, key: Buffer): SessionStore {
  const sealer = createSealer(key)
  return {
    async load() {
      const sealed = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return null
        throw error
      })
      return sealed === null ? null : (asSession(sealer.open(purpose, sealed)) ?? 'damaged')
    },
    async save(session) {
      await writePrivateFile(path, sealer.seal(purpose, session))
    },
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
