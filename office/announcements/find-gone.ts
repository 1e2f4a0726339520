import type { Refusal } from '../../knowledge/announcements/announcement.ts'
import { checkAudience } from './check-audience.ts'
import type { LockedAnnouncement } from './lock-announcement.ts'
import type { Office } from './office.ts'

/** @returns the unit, group or chat of an announcement that there is no more; undefined when all are there */
export async function findGone(
  office: Pick<Office, 'sql' | 'isUnit'>,
  { audience, unit }: Pick<LockedAnnouncement, 'audience' | 'unit'>,
): Promise<Refusal | undefined> {
  if (!office.isUnit(unit)) return { why: 'unit_gone', values: { unit } }
  const [gone] = (await checkAudience(office, audience)).refusals
  return gone && { why: 'unit_gone', values: { unit: gone.values?.which ?? '' } }
}
