import type { Sql } from '../../server/database/sql.ts'

const leave = `
  update announcement_recipient r set reason = 'not_recalled'
  where r.announcement_id = $1 and r.status <> 'planned' and r.status = 'sent' and r.recalled_at is null
    and r.reason is null and r.external_id is not null and exists (
      select from announcement_recipient x
      where x.conversation_id = r.conversation_id and x.id <> r.id and x.external_id = r.external_id)`

/** What went out in one message with other announcements, in a digest, is not taken back with them. */
export async function leaveDigests(sql: Sql, announcement: string): Promise<void> {
  await sql.query({ text: leave, values: [announcement] })
}
