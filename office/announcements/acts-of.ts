import { Temporal } from 'temporal-polyfill'
import type { AnnouncementAct, AnnouncementView } from '../../knowledge/announcements/announcement.ts'
import type { ActingOfficial } from './acting-official.ts'
import { judgeAct } from './judge-act.ts'
import { standingOf } from './standing-of.ts'

const acts: readonly AnnouncementAct[] = [
  ...(['approve', 'return', 'submit', 'edit', 'pause', 'resume', 'stop'] as const),
  ...(['correct', 'recall'] as const),
]

/**
 * What an official may do with an announcement at this moment, the likeliest first. One whose time has passed is not
 * to be approved: it needs another time first.
 * @param now ISO instant
 */
export function actsOf(view: AnnouncementView, official: ActingOfficial, now: string): AnnouncementAct[] {
  const standing = standingOf(view)
  const passed = [view.at, view.content.expiresAt].some(
    (instant) => instant !== undefined && Temporal.Instant.compare(instant, now) <= 0,
  )
  return acts.filter((act) => !judgeAct(act, official, standing) && !(act === 'approve' && passed))
}
