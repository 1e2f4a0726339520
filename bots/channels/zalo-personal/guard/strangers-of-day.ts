import type { Log } from '../../../../server/log.ts'
import type { Moment } from './decide.ts'
import type { GuardStore } from './guard-store.ts'

/** Who was written to on the day that it is in Hanoi without being a friend, by what stands for them. */
export interface StrangersOfDay {
  /** Reads an account's. Rejects when they cannot be had; then those of the account before stay. */
  load(account: string): Promise<void>
  /** When each was first written to, in ms. */
  times(): ReadonlyMap<string, number>
  /**
   * Gives somebody a place, on record before anything is sent.
   * @returns how to give it back; null when it could not be put on record, and so nothing may be sent
   */
  take(who: string): Promise<(() => void) | null>
  /** Settles when all is written down. */
  stop(): Promise<void>
}

interface StrangersOptions {
  store: Pick<GuardStore, 'strangers' | 'addStranger' | 'removeStranger' | 'forget'>
  now(): Moment
  log: Pick<Log, 'warn'>
  /** Told of every change. */
  changed(): void
}

export function createStrangersOfDay({ store, now, log, changed }: StrangersOptions): StrangersOfDay {
  let account: string | null = null
  let current = { day: '', times: new Map<string, number>() }
  const writing = new Set<Promise<void>>()

  function today(): Map<string, number> {
    const { day } = now()
    if (current.day !== day) {
      current = { day, times: new Map() }
      forget(day)
    }
    return current.times
  }

  /** Who was written to on a day is nobody's business after it. */
  function forget(day: string): void {
    if (account === null) return
    follow(store.forget(account, day), 'the strangers of days before are not forgotten yet')
  }

  function follow(work: Promise<void>, otherwise: string): void {
    const followed = work
      .catch((err) => log.warn({ err }, `zalo_personal: ${otherwise}`))
      .finally(() => writing.delete(followed))
    writing.add(followed)
  }

  return {
    async load(next) {
      const { day } = now()
      const times = await store.strangers(next, day)
      account = next
      current = { day, times }
      forget(day)
    },
    times: today,
    async take(who) {
      if (account === null) return null
      const of = account
      const times = today()
      const { ms, day } = now()
      // At once, so that nobody takes the same place meanwhile.
      times.set(who, ms)
      changed()
      try {
        await store.addStranger(of, day, who, ms)
      } catch (err) {
        times.delete(who)
        log.warn({ err }, 'zalo_personal: a stranger could not be put on record, so nothing is sent')
        return null
      }
      return () => {
        times.delete(who)
        changed()
        follow(store.removeStranger(of, day, who), 'a stranger counts although nothing went out to them')
      }
    },
    async stop() {
      await Promise.all(writing)
    },
  }
}
