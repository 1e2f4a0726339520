import type { AnnouncementAct } from '../../knowledge/announcements/announcement.ts'
import { appendAudit } from '../audit/append-audit.ts'
import type { ActingOfficial } from './acting-official.ts'
import type { Done } from './done.ts'
import { findActingOfficial } from './find-acting-official.ts'
import { judgeAct } from './judge-act.ts'
import { type LockedAnnouncement, lockAnnouncement } from './lock-announcement.ts'
import type { Office } from './office.ts'
import { refuse } from './refuse.ts'

/**
 * Takes an announcement in hand for an act, so that of two at once one comes after the other, and judges whether this
 * official may. A try that is not theirs to make goes on record.
 * @param by the id of the official
 */
export async function beginAct(
  office: Office,
  act: AnnouncementAct,
  { id, by }: { id: string; by: string },
): Promise<Done<{ announcement: LockedAnnouncement; official: ActingOfficial }>> {
  const official = await findActingOfficial(office, by)
  if (!official) return refuse('no_role')
  const announcement = await lockAnnouncement(office.sql, id)
  if (!announcement) return refuse('not_found')
  const refusal = judgeAct(act, official, announcement)
  if (!refusal) return { ok: true, announcement, official }
  if (refusal.why !== 'state')
    await appendAudit(office.sql, {
      at: office.now,
      actor: `official:${official.id}`,
      action: 'announcement.refused',
      detail: { announcement: announcement.id, act, why: refusal.why },
    })
  return { ok: false, refusal }
}
