import type { Log } from '../../../server/log.ts'
import { asFields } from '../read-json.ts'
import { describeFailure } from './describe-failure.ts'
import type { Friends } from './friends.ts'
import type { Guard } from './guard/create-guard.ts'
import { readId } from './read-id.ts'
import { friendEvent, type ZaloAccount } from './zalo-client.ts'

/** Friends that come and go, and those who ask to become one: accepted as far as the day's budget reaches. */
export interface Meeting {
  heard(event: unknown): void
  /** A connection stands: who asked while there was none is still waiting. Never rejects. */
  look(current: ZaloAccount): Promise<void>
  stop(): Promise<void>
}

interface MeetDeps {
  account(): ZaloAccount | null
  friends: Pick<Friends, 'add' | 'remove' | 'has'>
  guard: Pick<Guard, 'meet'>
  log: Pick<Log, 'info' | 'warn'>
  sleep(ms: number, signal: AbortSignal): Promise<void>
}

const mostWaiting = 1000
const retryMs = 60_000

export function meetPeople({ account, friends, guard, log, sleep }: MeetDeps): Meeting {
  const stopping = new AbortController()
  const waiting = new Set<string>()
  let working: Promise<void> | null = null

  async function acceptAll(): Promise<void> {
    for (const uid of waiting) {
      while (!stopping.signal.aborted && waiting.has(uid) && !friends.has(uid)) {
        const pauseMs = await accept(uid)
        if (pauseMs === 0) break
        await sleep(pauseMs, stopping.signal)
      }
      waiting.delete(uid)
    }
  }

  /** @returns how long to wait for another try, in ms; 0 when it is done with */
  async function accept(uid: string): Promise<number> {
    if (!account()) return retryMs
    const admission = await guard.meet(uid)
    if (!admission.ok) return admission.retryAfterMs
    const current = account()
    if (!current) {
      admission.giveBack()
      return retryMs
    }
    try {
      await current.acceptFriend(uid)
      friends.add(uid)
      log.info('zalo_personal: a friend request was accepted')
    } catch (error) {
      // They may have taken it back; asked again, they are heard again.
      log.warn({ detail: describeFailure(error).detail }, 'zalo_personal: a friend request was not accepted')
    }
    return 0
  }

  function add(uid: string): void {
    if (friends.has(uid) || waiting.size >= mostWaiting) return
    waiting.add(uid)
    working ??= acceptAll().finally(() => {
      working = null
    })
  }

  return {
    async look(current) {
      try {
        for (const uid of await current.friendRequests()) add(uid)
      } catch (error) {
        const { detail } = describeFailure(error)
        log.warn({ detail }, 'zalo_personal: the open friend requests could not be read')
      }
    },
    heard(event) {
      const { type, data } = asFields(event) ?? {}
      const uid = readId(data)
      if (type === friendEvent.add && uid) friends.add(uid)
      if (type === friendEvent.remove && uid) friends.remove(uid)
      // Its thread is the account itself: who asks stands inside.
      const from = readId(asFields(data)?.fromUid)
      if (type !== friendEvent.request || !from || asFields(event)?.isSelf === true) return
      add(from)
    },
    async stop() {
      stopping.abort()
      await working
    },
  }
}
