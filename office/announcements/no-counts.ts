import type { AnnouncementCounts } from '../../knowledge/announcements/announcement.ts'

/** Of an announcement of which nobody is told yet. */
export const noCounts: AnnouncementCounts = {
  total: 0,
  sent: 0,
  delivered: 0,
  seen: 0,
  failed: 0,
  skipped: 0,
  pending: 0,
  held: 0,
  unknown: 0,
  unsubscribed: 0,
  reasons: {},
}
