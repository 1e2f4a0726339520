import type { Log } from '../../../server/log.ts'
import { backoff } from '../backoff.ts'
import { describeFailure } from './describe-failure.ts'
import type { Pace } from './pace.ts'
import type { ZaloAccount } from './zalo-client.ts'

/** Who is a friend of the account. As long as nothing is known, nobody is. */
export interface Friends {
  has(uid: string): boolean
  add(uid: string): void
  remove(uid: string): void
  /** Asks Zalo, unless it was asked a short while ago. Never rejects. */
  refresh(account: ZaloAccount): Promise<void>
  /** Asks on, when the last answer was none, for as long as `connected`. Never rejects. */
  keep(account: ZaloAccount, connected: () => boolean): Promise<void>
}

interface FriendsOptions {
  log: Pick<Log, 'warn'>
  pace: Pick<Pace, 'reconnect' | 'sleep' | 'random'>
  signal: AbortSignal
  /** Told after each try whether it failed. */
  failing(failed: boolean): void
}

const goodFor = 10 * 60_000

export function createFriends({ log, pace, signal, failing }: FriendsOptions): Friends {
  let known = new Set<string>()
  let of: string | null = null
  let askedAt = Number.NEGATIVE_INFINITY
  /** What happened since Zalo was last asked, which its answer may not tell. */
  let since = new Map<string, boolean>()
  let asking: Promise<void> | null = null

  function change(uid: string, friend: boolean): void {
    since.set(uid, friend)
    if (friend) known.add(uid)
    else known.delete(uid)
  }

  async function ask(account: ZaloAccount): Promise<void> {
    if (of !== account.uid) known = new Set()
    of = account.uid
    askedAt = Number.NEGATIVE_INFINITY
    since = new Map()
    try {
      known = new Set(await account.friends())
      for (const [uid, friend] of since) change(uid, friend)
      askedAt = performance.now()
    } catch (error) {
      log.warn({ detail: describeFailure(error).detail }, 'zalo_personal: the friends could not be read')
    }
    failing(askedAt === Number.NEGATIVE_INFINITY)
  }

  async function refresh(account: ZaloAccount): Promise<void> {
    await asking
    if (of === account.uid && performance.now() - askedAt < goodFor) return
    asking ??= ask(account).finally(() => {
      asking = null
    })
    await asking
  }

  return {
    has: (uid) => known.has(uid),
    add: (uid) => change(uid, true),
    remove: (uid) => change(uid, false),
    refresh,
    async keep(account, connected) {
      for (let tries = 1; !signal.aborted && connected(); tries += 1) {
        await refresh(account)
        if (askedAt > Number.NEGATIVE_INFINITY) return
        await pace.sleep(backoff(pace.reconnect, tries, pace.random), signal)
      }
    },
  }
}
