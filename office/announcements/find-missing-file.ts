import type { Refusal } from '../../knowledge/announcements/announcement.ts'
import type { Sql } from '../../server/database/sql.ts'

const find = `
  select failure is not null as failed from announcement_file
  where announcement_id = $1 and bytes is null order by failure is null limit 1`

/** Why an announcement cannot be shown as it will be: a file of it is still to come, or cannot be had. */
export async function findMissingFile(sql: Sql, id: string): Promise<Refusal | undefined> {
  const { rows } = await sql.query<{ failed: boolean }>({ text: find, values: [id] })
  const [missing] = rows
  return missing && { why: missing.failed ? 'file_missing' : 'file_not_here_yet' }
}
