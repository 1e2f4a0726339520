import type { Office } from './office.ts'

const stop = `
  update announcement set state = 'stopped', pause = null, look_again_at = null, ended_at = $2::timestamptz,
    updated_at = $2::timestamptz
  where id = $1`

// What may have arrived already is not said to have been passed over. Each by its own index.
const skipPlanned = `
  update announcement_recipient set
    status = case when unknown_outcomes > 0 then 'failed' else 'skipped' end,
    reason = case when unknown_outcomes > 0 then 'unknown_outcome' else 'stopped' end,
    owner = null, not_before = null, settled_at = $2::timestamptz
  where announcement_id = $1 and status = 'planned'`

const skipHeld = `
  update announcement_recipient set status = 'skipped', reason = 'stopped', settled_at = $2::timestamptz
  where announcement_id = $1 and status = 'held'`

/** Nobody more gets an announcement from now on, but whoever it is on its way to at this moment. */
export async function endSending({ sql, now }: Pick<Office, 'sql' | 'now'>, id: string): Promise<void> {
  for (const text of [stop, skipPlanned, skipHeld]) await sql.query({ text, values: [id, now] })
}
