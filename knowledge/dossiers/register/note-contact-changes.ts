import type { KeyObject } from 'node:crypto'
import type { Sql } from '../../../server/database/sql.ts'
import { hashCode } from '../access/dossier-hashes.ts'

// As `office/audit/append-audit.ts` does, for all dossiers of a batch at once.
const append = `
  insert into audit_entry (at, actor, action, subject)
  select $2::timestamptz, $3, 'dossier.contact_changed', subject from unnest($1::text[]) subject`

/**
 * Puts on record that the phone number by which these dossiers open is another one, in the transaction that changes it.
 * @param codes of the dossiers
 */
export async function noteContactChanges(
  sql: Sql,
  codes: readonly string[],
  { key, source, now }: { key: KeyObject; source: string; now: string },
): Promise<void> {
  if (codes.length === 0) return
  const subjects = codes.map((code) => hashCode(key, code))
  await sql.query({ text: append, values: [subjects, now, `source:${source}`] })
}
