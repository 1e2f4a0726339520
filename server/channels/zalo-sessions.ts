import { join } from 'node:path'
import {
  createSessionStore,
  type SessionStore,
} from '../../bots/channels/zalo-personal/login/session-store.ts'
import type { Config } from '../config.ts'
import { deriveKey } from '../secret.ts'

/** Where the personal account's login is kept, for the server and for a command that logs in. */
export function zaloSessions({ dataDir }: Pick<Config, 'dataDir'>, secret: Buffer): SessionStore {
  return createSessionStore(
    join(dataDir, 'zalo-personal', 'session'),
    deriveKey(secret, 'zalo personal session'),
  )
}
