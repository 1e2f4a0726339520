import type { Policy } from './policy.ts'
import type { Breaker, GuardState } from './state.ts'

/** What is about to be done, as far as the decision needs it. */
export interface Step {
  /** Somebody who is no friend, or a group that nobody has bound. */
  stranger: boolean
  /** They want to be a friend: the day's number holds for them, the hour's is for those who are written to. */
  asksToMeet?: true
  /** When the person last did something here; null when that is not known, or never happened. */
  askedAt: number | null
}

export interface Contacts {
  /** Whether this one is among the strangers written to today; who is costs nothing more. */
  known: boolean
  /** When each of those was first written to, in ms. */
  times: readonly number[]
  /** Messages of this hour in the same chat. */
  sentToChat: number
}

export interface Moment {
  /** ms since the epoch. */
  ms: number
  /** The day in Hanoi, and when it ends. */
  day: string
  dayEnds: number
}

export type Reason =
  | 'banned'
  | 'too_many'
  | 'strangers_refused'
  | 'strangers_per_day'
  | 'strangers_per_hour'
  | 'messages_per_person'
  | 'messages_per_hour'
  | 'messages_per_day'
  | 'reply_only'
  | 'quiet_start'

export type Decision = { go: true; gap: number } | { go: false; why: Reason; afterMs: number }

const hour = 3_600_000

/**
 * Whether a message may go out now. Pure. What may not is put off, never refused: unasked messages too, in the time
 * when only answers go. They are tried again until the outbox finds them too old, which is then on record with a
 * reason; held back until the person writes, a reminder would come up days later and mean nothing.
 */
export function decide(
  { state, policy }: { state: GuardState; policy: Policy },
  step: Step,
  contacts: Contacts,
  now: Moment,
): Decision {
  const wait = (why: Reason, until: number): Decision => ({
    go: false,
    why,
    afterMs: Math.min(policy.longestDelay, Math.max(1_000, until - now.ms)),
  })
  const { ms } = now
  if (state.banned) return wait('banned', Number.POSITIVE_INFINITY)
  const tooMany = openUntil(state.tooMany, ms)
  if (tooMany !== null) return wait('too_many', tooMany)
  const answers = step.askedAt !== null && ms - step.askedAt <= policy.answer
  if (!answers && state.replyOnlyUntil > ms) return wait('reply_only', state.replyOnlyUntil)
  if (!answers && state.quietUntil > ms) return wait('quiet_start', state.quietUntil)
  if (step.stranger) {
    const refused = openUntil(state.strangers, ms)
    if (refused !== null) return wait('strangers_refused', refused)
    if (!contacts.known) {
      if (contacts.times.length >= policy.strangersPerDay) return wait('strangers_per_day', now.dayEnds)
      const recent = contacts.times.filter((at) => at > ms - hour).sort((a, b) => a - b)
      const first = recent.at(-policy.strangersPerHour)
      if (first !== undefined && !step.asksToMeet) return wait('strangers_per_hour', first + hour)
    }
  }
  const thisHour = Math.floor(ms / hour)
  const nextHour = (thisHour + 1) * hour
  if (contacts.sentToChat >= policy.messagesPerPersonHour) return wait('messages_per_person', nextHour)
  if (sentIn(state.day, now.day) >= policy.messagesPerDay) return wait('messages_per_day', now.dayEnds)
  if (sentIn(state.hour, thisHour) >= policy.messagesPerHour) return wait('messages_per_hour', nextHour)
  return { go: true, gap: state.quietUntil > ms ? policy.quietGap : policy.gap }
}

/**
 * The state with one message more, or with one less that was counted at that moment; what was counted in an hour or
 * a day that is over is no matter any more.
 */
export function countMessage(state: GuardState, at: Moment, by: 1 | -1): GuardState {
  return {
    ...state,
    hour: countIn(state.hour, Math.floor(at.ms / hour), by),
    day: countIn(state.day, at.day, by),
  }
}

function countIn(count: GuardState['hour'], of: number | string, by: 1 | -1): GuardState['hour'] {
  if (by === -1) return count.of === of ? { of, sent: count.sent - 1 } : count
  return { of, sent: sentIn(count, of) + 1 }
}

/** What Zalo said that the guard takes to heart. */
export type Warning = 'too_many' | 'strangers' | 'banned'

/** The state after a warning. While one is in force, more of the same, from sends under way, change nothing. */
export function heed(state: GuardState, warning: Warning, policy: Policy, ms: number): GuardState {
  const careful = { ...state, replyOnlyUntil: ms + policy.replyOnly }
  if (warning === 'banned') return { ...careful, banned: true }
  const key = warning === 'too_many' ? 'tooMany' : 'strangers'
  const breaker = state[key]
  if (openUntil(breaker, ms) !== null) return careful
  const { first, most, clean } = policy[key]
  const wait = breaker && ms - breaker.until < clean ? Math.min(most, breaker.wait * 2) : first
  return { ...careful, [key]: { until: ms + wait, wait } }
}

/** @returns until when it is open, null when it is not */
export function openUntil(breaker: Breaker | null, ms: number): number | null {
  return breaker !== null && breaker.until > ms ? breaker.until : null
}

function sentIn({ of, sent }: { of: number | string; sent: number }, now: number | string): number {
  return of === now ? sent : 0
}
