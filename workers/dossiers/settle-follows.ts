import type { Sql } from '../../server/database/sql.ts'

/** How a follow goes on once its person was told something. */
export interface FollowChange {
  id: string
  /** Its dossier is over, and so is the follow. */
  over: boolean
  /** Keys of all that the clock need not say any more. */
  given: readonly string[]
  /** When it may have something to say next, as an ISO instant; null when never. */
  notice_at: string | null
}

const settle = `
  update dossier_follow f set
    ended_at = coalesce(f.ended_at, case when v.over then $2::timestamptz end),
    notices = array(select json_array_elements_text(v.given)),
    notice_at = v.notice_at
  from json_to_recordset($1::json) v(id bigint, over boolean, given json, notice_at timestamptz)
  where f.id = v.id`

/**
 * Writes how follows go on whose conversations this transaction has locked.
 * @param now ISO instant
 */
export async function settleFollows(sql: Sql, changes: readonly FollowChange[], now: string): Promise<void> {
  if (changes.length > 0) await sql.query({ text: settle, values: [JSON.stringify(changes), now] })
}
