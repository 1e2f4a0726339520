import type { Office } from './office.ts'

const reopen = `
  update announcement set state = 'draft', version = version + 1, approver = null, approved_at = null,
    planned_up_to = null, planned_at = null, began_at = null, updated_at = $2::timestamptz
  where id = $1`

const unplan = 'delete from announcement_recipient where announcement_id = $1'

/** An announcement of which nothing has gone out becomes a draft of another version: what was approved is no more. */
export async function takeBackApproval({ sql, now }: Pick<Office, 'sql' | 'now'>, id: string): Promise<void> {
  await sql.query({ text: reopen, values: [id, now] })
  await sql.query({ text: unplan, values: [id] })
}
