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
import { createStrangersOfDay } from './strangers-of-day.ts'

/** Keeps the account from being locked: every message, and every friend made, is asked leave for here. */
export interface Guard {
  /** Reads what is remembered of an account; until then nothing is let out. Rejects when that cannot be had. */
  load(account: string): Promise<void>
  /** Waits as a person would before they write; refuses at once what may not go now. Counts nothing. */
  pause(message: Sending & { length: number }): Promise<Refusal | null>
  /** Leave for the call itself, to be made at once: asked anew, since much may have happened in the pause. */
  admit(message: Sending): Promise<Admission>
  /** Zalo took a message. */
  accepted(toStranger: boolean): void
  /** Zalo has warned, or worse. @returns how long to wait with the message it was about, in ms */
  warned(warning: Warning): number
  /** A pause, and leave to make a friend, who was a stranger; see `admit`. */
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
  /** The person, or the group, as the channel names them. */
  chat: string
  /** No friend, or a group that nobody has bound. */
  stranger: boolean
  /** When the person last did something here, in ms; null when not known. */
  askedAt: number | null
}

export type Admission =
  /** It is counted. `giveBack` is for what did not go out after all, or was refused for being to a stranger. */
  { ok: true; giveBack(): void } | Refusal

export interface Refusal {
  ok: false
  why: Reason | 'turn' | 'not_kept'
  retryAfterMs: number
}

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

/** One step, and whom it is about. */
type Asking = Step & { chat: string }

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
  const raised = new Set<AlertKey>()
  /** When the account's next message may begin, by the process's own clock. */
  let turn = 0
  let wake: NodeJS.Timeout | undefined
  /** Messages of this hour, by chat. */
  let perChat = { hour: 0, sent: new Map<string, number>() }
  const saver = createSaver(
    async () => {
      if (account !== null) await store.save(account, state)
    },
    options.saveAfter,
    (err) => log.warn({ err }, 'zalo_personal: the state of the guard is not written down, trying again'),
  )
  const now = () => hanoiDay(options.clock.now())

  const strangers = createStrangersOfDay({ store, now, log, changed: tell })

  function sentTo(): Map<string, number> {
    const hour = Math.floor(now().ms / 3_600_000)
    if (perChat.hour !== hour) perChat = { hour, sent: new Map() }
    return perChat.sent
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
      strangersToday: strangers.times().size,
      sentThisHour: state.hour.of === Math.floor(ms / 3_600_000) ? state.hour.sent : 0,
      sentToday: state.day.of === day ? state.day.sent : 0,
    }
  }

  function ask(of: string, { chat, ...step }: Asking): Decision {
    const times = strangers.times()
    const contacts = {
      known: times.has(store.standFor(of, chat)),
      times: [...times.values()],
      sentToChat: sentTo().get(chat) ?? 0,
    }
    return decide({ state, policy }, step, contacts, now())
  }

  async function pause(length: number, asking: Asking): Promise<Refusal | null> {
    if (account === null) return refuse('not_kept', 1_000)
    const decision = ask(account, asking)
    if (!decision.go) return refuse(decision.why, decision.afterMs)
    const begin = performance.now()
    const at = Math.max(turn, begin + pauseBefore(length, policy.longestPause, options.random()))
    // A pause is nobody's fault; only what stands in the queue before it counts.
    if (turn - begin > policy.longestWait) return refuse('turn', turn - begin)
    turn = at + decision.gap
    await options.sleep(at - performance.now())
    return null
  }

  async function admit(asking: Asking): Promise<Admission> {
    if (account === null) return refuse('not_kept', 1_000)
    const of = account
    let decision = ask(of, asking)
    let leave: (() => void) | null = null
    const who = store.standFor(of, asking.chat)
    if (decision.go && asking.stranger && !strangers.times().has(who)) {
      leave = await strangers.take(who)
      if (!leave || account !== of) return refuse('not_kept', 1_000)
      // Zalo may have warned meanwhile.
      decision = ask(of, asking)
    }
    if (!decision.go) {
      leave?.()
      return refuse(decision.why, decision.afterMs)
    }
    const uncount = count(asking.chat)
    return {
      ok: true,
      giveBack() {
        uncount()
        leave?.()
      },
    }
  }

  /** @returns how to take it back */
  function count(chat: string): () => void {
    const then = now()
    const sent = sentTo()
    set(countMessage(state, then, 1))
    sent.set(chat, (sent.get(chat) ?? 0) + 1)
    return () => {
      set(countMessage(state, then, -1))
      sent.set(chat, (sent.get(chat) ?? 1) - 1)
    }
  }

  function clear(key: AlertKey): void {
    if (raised.delete(key)) alerts.clear(key)
  }

  return {
    async load(next) {
      if (account === next) return
      await saver.flush()
      const loaded = await store.load(next)
      await strangers.load(next)
      account = next
      state = loaded
      if (state.tooMany) raised.add(alertOf.too_many)
      if (state.strangers) raised.add(alertOf.strangers)
      if (state.banned) raised.add(alertOf.banned)
      tell()
    },
    pause: ({ length, ...asking }) => pause(length, asking),
    admit,
    async meet(uid) {
      const asking: Asking = { chat: uid, stranger: true, askedAt: now().ms, asksToMeet: true }
      return (await pause(lengthOfLook, asking)) ?? admit(asking)
    },
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
      await strangers.stop()
      await saver.flush()
      saver.cancel()
    },
  }
}

function refuse(why: Refusal['why'], retryAfterMs: number): Refusal {
  return { ok: false, why, retryAfterMs: Math.ceil(retryAfterMs) }
}
