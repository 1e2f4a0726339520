import type { OfficialRole } from '../../server/database/schema.ts'
import type { Sql } from '../../server/database/sql.ts'

export interface FoundOfficial {
  id: string
  /** A slug, or `all` for the city. */
  unit: string
  role: OfficialRole
}

const find = 'select id, unit, role from official where id = $1 and left_at is null'

/** An official who is in office. @param id as `officials list` shows it */
export async function findOfficial(sql: Sql, id: string): Promise<FoundOfficial | undefined> {
  if (!/^\d{1,18}$/.test(id)) return undefined
  const { rows } = await sql.query<FoundOfficial>({ text: find, values: [id] })
  return rows[0]
}
