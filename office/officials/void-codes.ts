import type { Sql } from '../../server/database/sql.ts'

const remove = 'delete from chat_code where official_id = $1::bigint and used_at is null'

/** What was handed out to an official to link a chat, and not used yet, is worth nothing any more. */
export async function voidCodes(sql: Sql, official: string): Promise<void> {
  await sql.query({ text: remove, values: [official] })
}
