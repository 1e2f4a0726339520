import type { AnnouncementState, AnnouncementView } from '../../knowledge/announcements/announcement.ts'
import type { Office } from './office.ts'
import { readViews } from './read-views.ts'

/** Which announcements are asked for; what is absent does not matter. */
export interface AnnouncementFilter {
  states?: readonly AnnouncementState[]
  /** Who speaks. */
  unit?: string
  /** An official's id. */
  author?: string
  /** Drafts that were submitted as they are, or the others. */
  submitted?: boolean
  /** At most so many, the latest; 20 when absent. */
  most?: number
}

const find = `
  select id::text from announcement
  where ($1::text[] is null or state = any($1)) and ($2::text is null or unit = $2)
    and ($3::bigint is null or author = $3)
    and ($4::boolean is null or (submitted_version is not distinct from version) = $4)
  order by announcement.id desc limit $5`

/** Announcements as officials see them, the latest first. */
export async function listAnnouncements(
  { sql }: Pick<Office, 'sql'>,
  { states, unit, author, submitted, most = 20 }: AnnouncementFilter,
): Promise<AnnouncementView[]> {
  const { rows } = await sql.query<{ id: string }>({
    text: find,
    values: [states ?? null, unit ?? null, author ?? null, submitted ?? null, most],
  })
  return readViews(
    sql,
    rows.map(({ id }) => id),
  )
}
