import type { Sql } from '../../server/database/sql.ts'

const settle = `
  update announcement_recipient set recalled_at = $2::timestamptz, not_before = null,
    reason = case when $2::timestamptz is null then 'not_recalled' end
  where id = $1 and recalled_at is null`

const settleAll = `
  update announcement_recipient set reason = 'not_recalled'
  where announcement_id = $1 and status <> 'planned' and status = 'sent' and channel = $2 and account = $3
    and recalled_at is null and reason is null`

/**
 * Puts on record that one recipient's message is gone, or stays; or that all of a channel account stay, which cannot
 * take anything back.
 * @param what.at ISO instant at which it was taken back
 */
export async function settleRecalls(
  sql: Sql,
  what: { row: string; at?: string } | { announcement: string; channel: string; account: string },
): Promise<void> {
  await sql.query(
    'row' in what
      ? { text: settle, values: [what.row, what.at ?? null] }
      : { text: settleAll, values: [what.announcement, what.channel, what.account] },
  )
}
