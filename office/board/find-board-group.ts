import type { Sql } from '../../server/database/sql.ts'

const find = 'select name from neighbourhood_group where unit = $1 and join_code = $2'

/** The name of the unit's neighbourhood group that this public code joins. */
export async function findBoardGroup(sql: Sql, unit: string, code: string): Promise<string | undefined> {
  const { rows } = await sql.query<{ name: string }>({ text: find, values: [unit, code] })
  return rows[0]?.name
}
