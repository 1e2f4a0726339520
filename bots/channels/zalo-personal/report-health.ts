import { Temporal } from 'temporal-polyfill'
import type { PartState } from '../../../server/health.ts'
import type { Failure } from './describe-failure.ts'
import type { GuardReport } from './guard/create-guard.ts'

/** How the way to Zalo is. */
export type LinkState =
  /** Nobody has logged in yet, or the channel was stopped. */
  | { kind: 'off' }
  /** Another process is, or may be, connected. */
  | { kind: 'standby' }
  | { kind: 'connecting' }
  | { kind: 'connected' }
  /** Tried again by itself. */
  | { kind: 'failing'; detail: string }
  /** Zalo does not take what we log in with. */
  | { kind: 'refused' }
  /** The credentials file is no use; `detail` says why. */
  | { kind: 'setting'; detail: string }
  | { kind: 'other_session' }
  | { kind: 'banned' }

export interface HealthReporter {
  link(state: LinkState): void
  guard(report: GuardReport): void
  /** Whether it is not known who is a friend. */
  friends(unknown: boolean): void
  /** One send ended; null when Zalo took it, or refused it for a reason of its own. */
  sending(failure: Failure | null): void
  readonly state: LinkState
}

/** A send or two that fail say little; this many in a row do. */
const telling = 3

/** Makes one state of what link, guard and sending say, and tells it when it changes. */
export function reportHealth(tell: (state: PartState) => void): HealthReporter {
  let link: LinkState = { kind: 'off' }
  let guard: GuardReport | null = null
  let friendsUnknown = false
  let failedSends = 0
  let sending: string | null = null
  let told = ''

  function update(): void {
    const state = stateOf(link, guard, friendsUnknown ? explainFriends : sending)
    const key = JSON.stringify(state)
    if (key === told) return
    told = key
    tell(state)
  }

  return {
    link(state) {
      link = state
      update()
    },
    guard(report) {
      guard = report
      update()
    },
    friends(unknown) {
      friendsUnknown = unknown
      update()
    },
    sending(failure) {
      const general = failure !== null && ['server', 'unreachable', 'lost'].includes(failure.kind)
      failedSends = general ? failedSends + 1 : 0
      if (!general) sending = null
      else if (failedSends >= telling)
        sending = `Zalo takes no messages (${failure.detail}); they are tried again`
      update()
    },
    get state() {
      return link
    },
  }
}

function stateOf(link: LinkState, guard: GuardReport | null, other: string | null): PartState {
  if (link.kind === 'off') return { status: 'off' }
  if (link.kind === 'standby') return { status: 'ok', detail: 'another process is connected' }
  const detail = explainLink(link) ?? (guard && explainGuard(guard)) ?? other
  if (detail) return { status: 'degraded', detail }
  const note = guard?.replyOnlyUntil
    ? `after a warning of Zalo only answers go out, until ${timeOf(guard.replyOnlyUntil)}`
    : guard?.quietUntil
      ? `after the login only answers go out, until ${timeOf(guard.quietUntil)}`
      : undefined
  return { status: 'ok', ...(note ? { detail: note } : {}) }
}

const resume = 'then run "npm run cli -- channels resume zalo-personal"'

function explainLink(link: LinkState): string | null {
  switch (link.kind) {
    case 'off':
    case 'standby':
    case 'connected':
      return null
    case 'connecting':
      return 'connecting to Zalo'
    case 'failing':
      return `not connected to Zalo (${link.detail}); it is tried again`
    case 'refused':
      return 'Zalo refuses the login: run "npm run cli -- zalo login", or export ZALO_PERSONAL_CREDENTIALS again'
    case 'setting':
      return link.detail
    case 'other_session':
      return `the account was opened elsewhere, as in a browser: close it there, ${resume}`
    case 'banned':
      return explainBan
  }
}

const explainFriends = 'Zalo does not tell who is a friend, so friends count as strangers; it is asked again'

const explainBan = `Zalo has locked or restricted the account: see to it on its phone, ${resume}`

function explainGuard(guard: GuardReport): string | null {
  if (guard.banned) return explainBan
  if (guard.tooManyUntil) return `Zalo said "too many": nothing goes out until ${timeOf(guard.tooManyUntil)}`
  if (guard.strangersUntil)
    return `Zalo refuses strangers: only friends and bound groups are written to until ${timeOf(guard.strangersUntil)}`
  return null
}

/** In Hanoi, to the minute; with the date, since it may be tomorrow's. */
function timeOf(ms: number): string {
  const at = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO('Asia/Ho_Chi_Minh')
  return at.toPlainDateTime().toString({ smallestUnit: 'minute' }).replace('T', ' ')
}
