import { hanoiDay, zone } from '../../knowledge/calendar/hanoi-day.ts'
import type { Claim } from './claim-statement.ts'
import type { LaneWork } from './lane.ts'
import { isCapped, type UnderWay } from './under-way.ts'

/** By which rules recipients of an announcement are claimed at this moment. */
export function claimTerms(
  { parts: { clock, known }, underWay }: Pick<LaneWork, 'parts' | 'underWay'>,
  announcement: UnderWay,
): Pick<Claim, 'now' | 'dayStart' | 'perDay' | 'others'> {
  const now = clock.now()
  return {
    now: now.toString(),
    dayStart: hanoiDay(now).toZonedDateTime(zone).toInstant().toString(),
    perDay: known().facts.per_day,
    others: underWay().some((other) => other.id !== announcement.id && isCapped(other)),
  }
}
