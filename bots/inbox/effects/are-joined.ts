import type { Sql } from '../../../server/database/sql.ts'

/** Whether two conversations are one person's already. */
export async function areJoined(sql: Sql, one: string, other: string): Promise<boolean> {
  const { rows } = await sql.query<object>({
    text: `select from person_member a join person_member b on b.person = a.person
           where a.conversation_id = $1 and b.conversation_id = $2`,
    values: [one, other],
  })
  return rows.length > 0
}
