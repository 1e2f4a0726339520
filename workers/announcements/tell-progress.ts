import type { OfficialNews } from '../../bots/flows/announcements/announcement-sayings.ts'
import { readContent } from '../../office/announcements/read-content.ts'
import { tellOfficials } from '../../office/announcements/tell-officials.ts'
import type { Sql } from '../../server/database/sql.ts'
import type { AnnouncementParts } from './announcement-parts.ts'

/**
 * Lets officials know how an announcement fares, within the transaction in which that is settled.
 * @param officials ids
 */
export async function tellProgress(
  { clock, tapKey, known }: Pick<AnnouncementParts, 'clock' | 'tapKey' | 'known'>,
  sql: Sql,
  { id, officials, news }: { id: string; officials: readonly string[]; news: OfficialNews },
): Promise<void> {
  const [content] = await readContent(sql, [id])
  if (!content) return
  const { sayings } = known()
  const now = clock.now().toString()
  await tellOfficials(sql, officials, (lang) => sayings.toOfficial(content, news, lang), { tapKey, now })
}
