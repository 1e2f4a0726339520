import type { Log } from '../../../server/log.ts'
import { describeFailure } from './describe-failure.ts'
import type { ZaloAccount } from './zalo-client.ts'

/** Who is a friend of the account. As long as nothing is known, nobody is. */
export interface Friends {
  has(uid: string): boolean
  add(uid: string): void
  remove(uid: string): void
  /** Asks Zalo, unless it was asked a short while ago. Never rejects. */
  refresh(account: ZaloAccount): Promise<void>
}

const goodFor = 10 * 60_000

export function createFriends(log: Pick<Log, 'warn'>): Friends {
  let known = new Set<string>()
  let of: string | null = null
  let askedAt = Number.NEGATIVE_INFINITY
  return {
    has: (uid) => known.has(uid),
    add: (uid) => void known.add(uid),
    remove: (uid) => void known.delete(uid),
    async refresh(account) {
      if (of === account.uid && performance.now() - askedAt < goodFor) return
      if (of !== account.uid) known = new Set()
      of = account.uid
      try {
        known = new Set(await account.friends())
        askedAt = performance.now()
      } catch (error) {
        log.warn({ detail: describeFailure(error).detail }, 'zalo_personal: the friends could not be read')
      }
    },
  }
}
