import type { Sql } from '../../server/database/sql.ts'

/** Whether a photo's conversation still waits for it: an erasure takes both away. */
export async function isWaiting(sql: Sql, id: string): Promise<boolean> {
  const { rows } = await sql.query({ text: 'select from photo_reading where id = $1', values: [id] })
  return rows.length > 0
}
