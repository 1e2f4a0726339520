import type { Clock } from '../../../../server/clock.ts'
import type { Log } from '../../../../server/log.ts'
import type { AlertKey, Alerts } from '../../alerts.ts'
import { createSaver } from '../create-saver.ts'
import {
  countMessage,
  type Decision,
  decide,
  heed,
  openUntil,
  type Reason,
  type Step,
  type Warning,
} from './decide.ts'
import type { GuardStore } from './guard-store.ts'
import { hanoiDay } from './hanoi-day.ts'
import { pauseBefore } from './pause-before.ts'
import type { Policy } from './policy.ts'
import { type GuardState, newGuardState } from './state.ts'

/** Keeps the account from being locked: every message, and every friend made, is asked leave for here. */
export interface Guard {
  /** Reads what is remembered of an account; until then nothing is let out. Rejects when that cannot be had. */
  load(account: string): Promise<void>
  /** Leave to send, given after the pause that a person would make. */
  admit(candidate: Sending): Promise<Admission>
  /** Zalo took a message. */
  accepted(toStranger: boolean): void
  /** Zalo has warned, or worse. @returns how long to wait with the message it was about, in ms */
  warned(warning: Warning): number
  /** Leave to make a friend, who was a stranger; see `admit`. */
  meet(uid: string): Promise<Admission>
  /** Somebody has logged in anew: quiet at first. */
  loggedIn(): void
  /** An operator has looked at what stopped it, or strangers: all goes on, but unasked messages still wait. */
  resume(): void
  report(): GuardReport
  /** Settles when all is written down. */
  stop(): Promise<void>
}

export interface Sending {
  /** The person; null for a group. */
  uid: string | null
  friend: boolean
  /** When the person last did something here, in ms; null when not known. */
  askedAt: number | null
  /** Of the text, in characters. */
  length: number
}

export type Admission = { ok: true } | { ok: false; why: Reason | 'turn' | 'not_kept'; retryAfterMs: number }

/** What an operator sees of it, in figures and states. */
export interface GuardReport {
  /** Since when on nothing goes out, or nothing to strangers; instants in ms, null while all is well. */
  tooManyUntil: number | null
  strangersUntil: number | null
  banned: boolean
  replyOnlyUntil: number | null
  quietUntil: number | null
  strangersToday: number
  sentThisHour: number
  sentToday: number
}

interface GuardOptions {
  store: GuardStore
  policy: Policy
  clock: Clock
  log: Pick<Log, 'warn'>
  alerts: Alerts
  /** Told of every change. */
  changed(report: GuardReport): void
  sleep(ms: number): Promise<void>
  random(): number
  /** From a change to writing it down, in ms. */
  saveAfter: number
}

const alertOf: Record<Warning, AlertKey> = {
  too_many: 'zalo_personal.too_many',
  strangers: 'zalo_personal.strangers',
  banned: 'zalo_personal.banned',
}

/** Somebody who asks to be a friend is looked at for as long as it takes to write so many characters. */
const lengthOfLook = 400

export function createGuard(options: GuardOptions): Guard {
  const { store, policy, log, alerts } = options
  let account: string | null = null
  let state: GuardState = newGuardState
  let contacts = { day: '', times: new Map<string, number>() }
  const raised = new Set<AlertKey>()
  /** When the account's next message may begin, by the process's own clock. */
  let turn = 0
  let wake: NodeJS.Timeout | undefined
  let forgetting: Promise<void> = Promise.resolve()
  const saver = createSaver(
    async () => {
      if (account !== null) await store.save(account, state)
    },
    options.saveAfter,
    (err) => log.warn({ err }, 'zalo_personal: the state of the guard is not written down, trying again'),
  )
  const now = () => hanoiDay(options.clock.now())

  function today(): Map<string, number> {
    const { day } = now()
    if (contacts.day !== day) {
      contacts = { day, times: new Map() }
      forget(day)
    }
    return contacts.times
  }

  /** Who was written to on a day is nobody's business after it. */
  function forget(day: string): void {
    if (account === null) return
    forgetting = store
      .forget(account, day)
      .catch((err) => log.warn({ err }, 'zalo_personal: the strangers of days before are not forgotten yet'))
  }

  function set(next: GuardState): void {
    state = next
    saver.touch()
    tell()
  }

  /** What ends by itself is told of then. */
  function tell(): void {
    options.changed(report())
    clearTimeout(wake)
    const { ms, dayEnds } = now()
    const ends = [
      dayEnds,
      ...[state.tooMany?.until, state.strangers?.until, state.replyOnlyUntil, state.quietUntil],
    ]
    const next = Math.min(
      ...ends.map((at) => (at !== undefined && at > ms ? at - ms : Number.POSITIVE_INFINITY)),
    )
    if (next < 2 ** 31) wake = setTimeout(tell, next + 10).unref()
  }

  function report(): GuardReport {
    const { ms, day } = now()
    return {
      tooManyUntil: openUntil(state.tooMany, ms),
      strangersUntil: openUntil(state.strangers, ms),
      banned: state.banned,
      replyOnlyUntil: state.replyOnlyUntil > ms ? state.replyOnlyUntil : null,
      quietUntil: state.quietUntil > ms ? state.quietUntil : null,
      strangersToday: today().size,
      sentThisHour: state.hour.of === Math.floor(ms / 3_600_000) ? state.hour.sent : 0,
      sentToday: state.day.of === day ? state.day.sent : 0,
    }
  }

  function ask(who: string | null, more: Pick<Step, 'askedAt' | 'asksToMeet'>): Decision {
    const times = today()
    const known = who !== null && times.has(who)
    const facts = { known, times: [...times.values()] }
    return decide({ state, policy }, { stranger: who !== null, ...more }, facts, now())
  }

  /** @returns false when it could not be put on record, and so must not happen: it would not be counted */
  async function putOnRecord(of: string, who: string): Promise<boolean> {
    const times = today()
    if (times.has(who)) return true
    const { ms, day } = now()
    // At once, so that nobody takes the same place meanwhile.
    times.set(who, ms)
    tell()
    try {
      await store.addStranger(of, day, who, ms)
      return true
    } catch (err) {
      times.delete(who)
      log.warn({ err }, 'zalo_personal: a stranger could not be put on record, so nothing is sent')
      return false
    }
  }

  async function admit(
    uid: string | null,
    more: Pick<Step, 'askedAt' | 'asksToMeet'>,
    length: number,
  ): Promise<Admission> {
    if (account === null) return refuse('not_kept', 1_000)
    const of = account
    const who = uid === null ? null : store.standFor(of, uid)
    const decision = ask(who, more)
    if (!decision.go) return refuse(decision.why, decision.afterMs)
    const begin = performance.now()
    const at = Math.max(turn, begin + pauseBefore(length, policy.longestPause, options.random()))
    // A pause is nobody's fault; only what stands in the queue before it counts.
    if (turn - begin > policy.longestWait) return refuse('turn', turn - begin)
    turn = at + decision.gap
    set(countMessage(state, now()))
    if (who !== null && !(await putOnRecord(of, who))) return refuse('not_kept', 1_000)
    await options.sleep(at - performance.now())
    return { ok: true }
  }

  function clear(key: AlertKey): void {
    if (raised.delete(key)) alerts.clear(key)
  }

  return {
    async load(next) {
      if (account === next) return
      await saver.flush()
      const [loaded, times] = await Promise.all([store.load(next), store.strangers(next, now().day)])
      account = next
      state = loaded
      contacts = { day: now().day, times }
      forget(contacts.day)
      if (state.tooMany) raised.add(alertOf.too_many)
      if (state.strangers) raised.add(alertOf.strangers)
      if (state.banned) raised.add(alertOf.banned)
      tell()
    },
    admit: ({ uid, friend, askedAt, length }) => admit(friend ? null : uid, { askedAt }, length),
    meet: (uid) => admit(uid, { askedAt: now().ms, asksToMeet: true }, lengthOfLook),
    accepted(toStranger) {
      const { ms } = now()
      if (openUntil(state.tooMany, ms) === null) clear(alertOf.too_many)
      if (toStranger && openUntil(state.strangers, ms) === null) clear(alertOf.strangers)
    },
    warned(warning) {
      const { ms } = now()
      set(heed(state, warning, policy, ms))
      const breaker = { too_many: state.tooMany, strangers: state.strangers, banned: null }[warning]
      const left = breaker ? breaker.until - ms : policy.longestDelay
      raised.add(alertOf[warning])
      alerts.raise(alertOf[warning], breaker ? { minutes: Math.ceil(left / 60_000) } : {})
      return Math.min(policy.longestDelay, left)
    },
    loggedIn() {
      set({ ...state, quietUntil: now().ms + policy.quiet })
    },
    resume() {
      if (!state.banned && !state.tooMany && !state.strangers) return
      set({ ...state, banned: false, tooMany: null, strangers: null })
      for (const key of Object.values(alertOf)) clear(key)
    },
    report,
    async stop() {
      clearTimeout(wake)
      await forgetting
      await saver.flush()
      saver.cancel()
    },
  }
}

function refuse(why: Extract<Admission, { ok: false }>['why'], retryAfterMs: number): Admission {
  return { ok: false, why, retryAfterMs: Math.ceil(retryAfterMs) }
}
