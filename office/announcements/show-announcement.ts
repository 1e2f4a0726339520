import type { AnnouncementView } from '../../knowledge/announcements/announcement.ts'
import type { Office } from './office.ts'
import { readViews } from './read-views.ts'

/** An announcement as officials see it. @param id as text; undefined when there is none of it */
export async function showAnnouncement(
  { sql }: Pick<Office, 'sql'>,
  id: string,
): Promise<AnnouncementView | undefined> {
  if (!/^\d{1,18}$/.test(id)) return undefined
  const [view] = await readViews(sql, [id])
  return view
}
