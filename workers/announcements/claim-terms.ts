import { hanoiDay, zone } from '../../knowledge/calendar/hanoi-day.ts'
import type { Claim } from './claim-statement.ts'
import { nextDigest } from './digests/next-digest.ts'
import type { LaneWork } from './lane.ts'
import { isCapped, type UnderWay } from './under-way.ts'

/** By which rules recipients of an announcement are claimed at this moment. */
export function claimTerms(
  { parts: { clock, known }, underWay }: Pick<LaneWork, 'parts' | 'underWay'>,
  announcement: UnderWay,
): Pick<Claim, 'now' | 'dayStart' | 'perDay' | 'heldUntil' | 'others'> {
  const now = clock.now()
  const { facts } = known()
  return {
    now: now.toString(),
    dayStart: hanoiDay(now).toZonedDateTime(zone).toInstant().toString(),
    perDay: facts.per_day,
    heldUntil: nextDigest(now, facts.digest_at).toString(),
    others: underWay().some((other) => other.id !== announcement.id && isCapped(other)),
  }
}
