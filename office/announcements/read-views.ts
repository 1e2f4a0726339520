import type { AnnouncementView, Audience } from '../../knowledge/announcements/announcement.ts'
import type { Sql } from '../../server/database/sql.ts'
import { countAnnouncements } from './count-announcements.ts'
import { editingActs } from './editing-acts.ts'
import { noCounts } from './no-counts.ts'
import { readContent } from './read-content.ts'

const read = `
  select a.id::text, a.state, a.pause, a.audience, a.at, a.recipients, a.version,
    a.submitted_version is not distinct from a.version as submitted,
    w.id::text as author, w.name as author_name, p.id::text as approver, p.name as approver_name
  from announcement a join official w on w.id = a.author left join official p on p.id = a.approver
  where a.id = any($1::bigint[])`

const readHistory = `
  select h.announcement_id::text as announcement, h.at, h.act, h.official_id::text as official, o.name as by
  from announcement_history h left join official o on o.id = h.official_id
  where h.announcement_id = any($1::bigint[]) order by h.id`

interface Row {
  id: string
  state: AnnouncementView['state']
  pause: AnnouncementView['pause'] | null
  audience: Audience
  at: string | null
  recipients: number
  submitted: boolean
  version: number
  author: string
  author_name: string
  approver: string | null
  approver_name: string | null
}

interface HistoryRow {
  announcement: string
  at: string
  act: string
  official: string | null
  by: string | null
}

/**
 * Announcements as officials see them, in the order of the ids; those that there are not are left out. The version is
 * read before what it says: what changes between the two is shown as of a version that is over.
 */
export async function readViews(sql: Sql, ids: readonly string[]): Promise<AnnouncementView[]> {
  if (ids.length === 0) return []
  const { rows } = await sql.query<Row>({ text: read, values: [ids] })
  const { rows: history } = await sql.query<HistoryRow>({ text: readHistory, values: [ids] })
  const contents = await readContent(sql, ids)
  const counts = await countAnnouncements(sql, ids)
  const byId = new Map(rows.map((row) => [row.id, row]))
  const historyOf = Map.groupBy(history, ({ announcement }) => announcement)
  return contents.flatMap((content) => {
    const row = byId.get(content.id)
    const own = historyOf.get(content.id) ?? []
    return row ? [{ content, ...toView(row, own), counts: counts.get(content.id) ?? noCounts }] : []
  })
}

function toView(row: Row, history: readonly HistoryRow[]): Omit<AnnouncementView, 'content' | 'counts'> {
  const { state, pause, audience, author, approver, at, submitted, version, recipients } = row
  const editors = history.flatMap(({ act, official }) =>
    official !== null && official !== author && editingActs.some((one) => one === act) ? [official] : [],
  )
  return {
    state,
    ...(pause == null ? {} : { pause }),
    audience,
    author: { id: author, name: row.author_name },
    ...(editors.length > 0 ? { editors: [...new Set(editors)] } : {}),
    ...(approver === null ? {} : { approver: { id: approver, name: row.approver_name ?? '' } }),
    ...(at === null ? {} : { at }),
    submitted,
    version,
    recipients,
    history: history.map((entry) => ({
      at: entry.at,
      act: entry.act,
      ...(entry.by === null ? {} : { by: entry.by }),
    })),
  }
}
