import type { Sql } from '../../server/database/sql.ts'

// What may have arrived already is not said to have been passed over. Each by its own index.
const closePlanned = `
  update announcement_recipient set
    status = case when unknown_outcomes > 0 then 'failed' else 'skipped' end,
    reason = case when unknown_outcomes > 0 then 'unknown_outcome' else $2 end,
    owner = null, not_before = null, settled_at = $3::timestamptz
  where announcement_id = $1 and status = 'planned'`

const closeHeld = `
  update announcement_recipient set status = 'skipped', reason = $2, settled_at = $3::timestamptz
  where announcement_id = $1 and status = 'held'`

/** Passes over all to whom an announcement is not on its way at this moment. @param now ISO instant */
export async function closeRecipients(
  sql: Sql,
  id: string,
  { reason, now }: { reason: 'stopped' | 'expired'; now: string },
): Promise<void> {
  for (const text of [closePlanned, closeHeld]) await sql.query({ text, values: [id, reason, now] })
}
