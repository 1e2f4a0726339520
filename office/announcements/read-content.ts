import type {
  AnnouncementContent,
  AnnouncementFile,
  Signature,
} from '../../knowledge/announcements/announcement.ts'
import type { Sql } from '../../server/database/sql.ts'

const read = `
  select id::text, unit, title, text, topic, urgent, expires_at, link, event, poll, corrects::text
  from announcement where id = any($1::bigint[])`

// Whose bytes could not be had is no part of it.
const readFiles = `
  select id::text, announcement_id::text as announcement, name, type, size, signatures
  from announcement_file where announcement_id = any($1::bigint[]) and failure is null
  order by announcement_file.id`

type Nullable<Parts> = { [Part in keyof Parts]: Parts[Part] | null }

interface Row
  extends Pick<AnnouncementContent, 'id' | 'unit' | 'title' | 'text' | 'topic'>,
    Nullable<Required<Pick<AnnouncementContent, 'urgent' | 'link' | 'event' | 'poll' | 'corrects'>>> {
  expires_at: string | null
}

type FileRow = Omit<AnnouncementFile, 'signatures'> & { announcement: string; signatures: Signature[] | null }

/** What announcements say, in the order of the ids; those that there are not are left out. */
export async function readContent(sql: Sql, ids: readonly string[]): Promise<AnnouncementContent[]> {
  if (ids.length === 0) return []
  const { rows } = await sql.query<Row>({ text: read, values: [ids] })
  const { rows: files } = await sql.query<FileRow>({ text: readFiles, values: [ids] })
  const filesOf = Map.groupBy(files, ({ announcement }) => announcement)
  const byId = new Map(rows.map((row) => [row.id, toContent(row, filesOf.get(row.id) ?? [])]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

function toContent(row: Row, files: readonly FileRow[]): AnnouncementContent {
  const { id, unit, title, text, topic, urgent, expires_at, link, event, poll, corrects } = row
  return {
    ...{ id, unit, title, text, topic },
    ...(urgent === null ? {} : { urgent }),
    ...(expires_at === null ? {} : { expiresAt: expires_at }),
    ...(link === null ? {} : { link }),
    ...(event === null ? {} : { event }),
    ...(poll === null ? {} : { poll }),
    files: files.map(({ announcement: _, signatures, ...file }) => ({
      ...file,
      ...(signatures === null ? {} : { signatures }),
    })),
    ...(corrects === null ? {} : { corrects }),
  }
}
