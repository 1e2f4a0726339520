import { randomUUID } from 'node:crypto'
import { AppError } from '../../../../server/errors.ts'
import type { Log } from '../../../../server/log.ts'
import { createSaver } from '../create-saver.ts'
import type { Pace } from '../pace.ts'
import type { ZaloAccount } from '../zalo-client.ts'
import { type Cookie, readCredentials } from './read-credentials.ts'
import type { SessionStore, StoredSession } from './session-store.ts'

/** What may be logged in with, and whether somebody has only just made it. */
export interface Login {
  session: StoredSession
  fresh: boolean
}

export interface SessionKeeper {
  /**
   * What to log in with, the first to try first; none when nobody has given or made anything yet.
   * @throws AppError `bad_setting` when the credentials file, or without one the stored login, is no use
   */
  candidates(): Promise<Login[]>
  /** It worked: the session and its cookies are kept from now on, as they change. */
  begin(session: StoredSession, account: ZaloAccount): Promise<void>
  /** All that goes with a login is done: it is fresh no more. */
  settled(): void
  /** An answer of Zalo brought cookies. */
  touched(): void
  /** Settles when the cookies are written down. */
  stop(): Promise<void>
}

/** @param file path of the credentials file */
export function createSessionKeeper(
  store: SessionStore,
  file: string | undefined,
  { log, pace }: { log: Pick<Log, 'warn'>; pace: Pick<Pace, 'save'> },
): SessionKeeper {
  let current: { session: StoredSession; account: ZaloAccount } | null = null
  let written = ''
  /** The login that lies in the store as far as we know: as read, or as written by ourselves. */
  let known: string | null = null

  const saver = createSaver(save, pace.save, (err) =>
    log.warn({ err }, 'zalo_personal: the session is not written down, trying again'),
  )

  async function save(): Promise<void> {
    if (!current) return
    const { session, account } = current
    const cookie = account.cookies()
    const latest = `${session.login} ${session.uid} ${comparable(cookie)}`
    if (latest === written) return
    // Somebody may have logged in meanwhile; the cookies of the login before must not take the place of theirs.
    const stored = await store.load()
    if (stored !== null && stored !== 'damaged' && stored.login !== known) return
    await store.save({ ...session, cookie })
    known = session.login
    written = latest
  }

  return {
    async candidates() {
      const loaded = await store.load()
      const stored = readable(loaded, log)
      known = stored?.session.login ?? null
      if (!file) {
        if (loaded === 'damaged') throw new AppError('bad_setting', damaged)
        return stored ? [stored] : []
      }
      const given = await readCredentials(file).catch((err) => {
        if (!stored) throw err
        log.warn({ err }, 'zalo_personal: the credentials file is no use, the stored session is used')
        return null
      })
      if (!given) return stored ? [stored] : []
      const { credentials, fingerprint } = given
      const session = { ...credentials, login: randomUUID(), uid: null, file: fingerprint }
      const fromFile = { session, fresh: true }
      // Who changes the file means it, whatever was made of the one before.
      return stored?.session.file === fingerprint ? [stored, fromFile] : [fromFile]
    },
    async begin(session, account) {
      current = { session, account }
      written = ''
      saver.touch()
      await saver.flush()
    },
    settled() {
      if (!current) return
      const { session, account } = current
      current = { session: { ...session, uid: account.uid }, account }
      saver.touch()
    },
    touched() {
      if (current) saver.touch()
    },
    async stop() {
      await saver.flush()
      saver.cancel()
    },
  }
}

const damaged =
  'the stored login of Zalo cannot be read (damaged, or SECRET_KEY is another one): run "npm run cli -- zalo login"'

function readable(session: StoredSession | 'damaged' | null, log: Pick<Log, 'warn'>): Login | null {
  if (session !== 'damaged') return session && { session, fresh: session.uid === null }
  log.warn(
    'zalo_personal: the stored session cannot be read (damaged, or SECRET_KEY is another one): not used',
  )
  return null
}

/** Cookies without what changes at every look at them. */
function comparable(cookies: readonly Cookie[]): string {
  return JSON.stringify(cookies.map(({ lastAccessed: _, creation: __, ...rest }) => rest))
}
