import type { AnnouncementCounts } from '../../knowledge/announcements/announcement.ts'
import type { Sql } from '../../server/database/sql.ts'
import { countAnnouncements } from './count-announcements.ts'
import { noCounts } from './no-counts.ts'

/** How far an announcement has come. */
export async function countAnnouncement(sql: Sql, id: string): Promise<AnnouncementCounts> {
  return (await countAnnouncements(sql, [id])).get(id) ?? noCounts
}
