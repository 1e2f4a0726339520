import { randomUUID } from 'node:crypto'
import { type Credentials, readCredentials } from './read-credentials.ts'
import type { SessionStore } from './session-store.ts'

/**
 * Keeps a login that somebody has just made; a server that runs takes it up by `reconnect`. It goes before the
 * credentials file as that is now, if there is one: whoever changes the file afterwards means the file.
 */
export async function keepLogin(
  sessions: SessionStore,
  credentials: Credentials,
  file: string | undefined,
): Promise<void> {
  const given = file ? await readCredentials(file).catch(() => null) : null
  await sessions.save({ ...credentials, login: randomUUID(), uid: null, file: given?.fingerprint ?? null })
}
