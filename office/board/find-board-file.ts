import type { Sql } from '../../server/database/sql.ts'
import { isCurrent } from './board-row.ts'

/** `gone`: its announcement was stopped, taken back, replaced, or is over. */
export type FoundFile =
  | { kind: 'here'; file: { name: string; type: string; size: number; sha256: string | null } }
  | { kind: 'gone' }
  | { kind: 'unknown' }

const find = `
  select f.name, f.type, octet_length(f.bytes) as size, f.sha256, (${isCurrent}) as current
  from announcement_file f join announcement a on a.id = f.announcement_id
  where f.id = $1::bigint and f.bytes is not null and a.began_at is not null`

/** A file of an announcement that has begun, whoever that is for. @param now ISO instant */
export async function findBoardFile(sql: Sql, id: string, now: string): Promise<FoundFile> {
  const { rows } = await sql.query<{
    name: string
    type: string
    size: number
    sha256: string | null
    current: boolean
  }>({ text: find, values: [id, now] })
  const [row] = rows
  if (!row) return { kind: 'unknown' }
  const { current, ...file } = row
  return current ? { kind: 'here', file } : { kind: 'gone' }
}
