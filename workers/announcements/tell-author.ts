import type { OfficialNews } from '../../bots/flows/announcements/announcement-sayings.ts'
import type { Sql } from '../../server/database/sql.ts'
import type { AnnouncementParts } from './announcement-parts.ts'
import { tellProgress } from './tell-progress.ts'

const findAuthor = 'select author::text from announcement where id = $1'

/** Lets whoever wrote an announcement know of something, within the transaction in which it is settled. */
export async function tellAuthor(
  parts: Pick<AnnouncementParts, 'clock' | 'tapKey' | 'known'>,
  sql: Sql,
  { id, news }: { id: string; news: OfficialNews },
): Promise<void> {
  const { rows } = await sql.query<{ author: string }>({ text: findAuthor, values: [id] })
  const [found] = rows
  if (found) await tellProgress(parts, sql, { id, officials: [found.author], news })
}
