import { Temporal } from 'temporal-polyfill'
import { nextMorning } from '../../knowledge/calendar/next-morning.ts'
import type { Tried, Verdict } from './judge-outcome.ts'
import type { OutcomeChange } from './record-outcomes.ts'
import type { UnderWay } from './under-way.ts'

/** For so many days a quota is waited for: what is older is no news any more. */
const mostDays = 7

interface About {
  id: string
  owner: string
  announcement: Pick<UnderWay, 'beganAt' | 'expiresAt'>
  tried: Tried
  now: Temporal.Instant
}

/** What goes on record of a verdict. */
export function changeOf(verdict: Verdict, { id, owner, announcement, tried, now }: About): OutcomeChange {
  const { attempts, unknownOutcomes: unknown_outcomes, partsSent: parts_sent } = tried
  const same = { id, owner, attempts, unknown_outcomes, parts_sent }
  switch (verdict.kind) {
    case 'sent': {
      const { externalId } = verdict
      return {
        ...same,
        status: 'sent',
        parts_sent: parts_sent + 1,
        ...(externalId === null ? {} : { external_id: externalId }),
      }
    }
    case 'later': {
      const { reason, delayMs, burnt } = verdict
      return {
        ...same,
        status: 'planned',
        reason,
        delay_ms: delayMs,
        attempts: attempts + Number(burnt),
        // Nobody knows when that ends.
        ...(reason === 'auth_expired' ? { lets_go: true } : {}),
      }
    }
    case 'last':
      return {
        ...same,
        status: 'planned',
        reason: 'unknown_outcome',
        unknown_outcomes: unknown_outcomes + 1,
        last: true,
      }
    case 'refused': {
      const { reason, move, blocked } = verdict
      const tomorrow = verdict.tomorrow && isNewsTomorrow(announcement, now)
      return {
        ...same,
        status: tomorrow ? 'planned' : 'failed',
        reason,
        attempts: attempts + 1,
        ...(tomorrow ? { tomorrow, lets_go: true } : {}),
        ...(move ? { move } : {}),
        ...(blocked ? { blocked } : {}),
      }
    }
    case 'left':
      return { ...same, status: 'failed', reason: 'left', move: true }
    case 'failed':
      return {
        ...same,
        status: 'failed',
        reason: verdict.reason,
        unknown_outcomes: unknown_outcomes + Number(verdict.reason === 'unknown_outcome'),
      }
  }
}

function isNewsTomorrow({ beganAt, expiresAt }: About['announcement'], now: Temporal.Instant): boolean {
  const { compare } = Temporal.Instant
  const morning = nextMorning(now)
  if (expiresAt !== null && compare(expiresAt, morning) <= 0) return false
  return compare(Temporal.Instant.from(beganAt).add({ hours: 24 * mostDays }), morning) > 0
}
