import { appendAudit } from '../audit/append-audit.ts'
import type { Office } from './office.ts'

// Whoever sends, or shows it, looks at once; on the commit.
const record = `
  with noted as (
    insert into announcement_history (announcement_id, at, official_id, act, version, detail)
    select id, $2::timestamptz, $3::bigint, $4, version, $5::jsonb from announcement where id = $1
    returning announcement_id, version
  )
  select version, pg_notify('announcements', announcement_id::text) from noted`

/** An act of the life of an announcement. */
export interface ActRecord {
  id: string
  /** An official's id. */
  by: string
  /** `created`, `edited`, `submitted`, `approved`, `returned`, `paused`, `resumed`, `stopped`, `corrected`, `recalled`. */
  act: string
  /** For officials of the unit. */
  note?: string
  /** Nothing personal: it goes into the audit too. */
  detail?: object
}

/** Puts an act into the announcement's history and the audit, and lets every process know that something changed. */
export async function recordAct(
  { sql, now, chat }: Pick<Office, 'sql' | 'now' | 'chat'>,
  { id, by, act, note, detail }: ActRecord,
): Promise<void> {
  const kept = {
    ...detail,
    ...(note === undefined ? {} : { note }),
    ...(chat === undefined ? {} : { chat }),
  }
  const { rows } = await sql.query<{ version: number }>({
    text: record,
    values: [id, now, by, act, Object.keys(kept).length > 0 ? JSON.stringify(kept) : null],
  })
  await appendAudit(sql, {
    at: now,
    actor: `official:${by}`,
    action: `announcement.${act}`,
    detail: { announcement: id, version: rows[0]?.version, ...detail },
  })
}
