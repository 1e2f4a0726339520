import type { Sql } from '../../server/database/sql.ts'

const find = `
  select conversation_id::text as id from inbox
  where status = 'new' and channel || ':' || account = any($1::text[])
  group by conversation_id order by min(id) limit $2`

/** Conversations of these channel accounts that have unhandled events, the longest waiting first. */
export async function findWaiting(sql: Sql, channels: readonly string[], limit: number): Promise<string[]> {
  const { rows } = await sql.query<{ id: string }>({ text: find, values: [channels, limit] })
  return rows.map((row) => row.id)
}
