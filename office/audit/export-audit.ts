import type { Sql } from '../../server/database/sql.ts'
import { type AuditRow, auditColumns } from './audit-row.ts'

/** Which entries; without a bound, all. */
export interface AuditFilter {
  /** ISO instants; `to` is the first that is left out. */
  from?: string
  to?: string
  /** The keyed hash of a dossier's code (`hashCode`). */
  subject?: string
}

/** An entry as it is handed out: enough to see what one person did, and not enough to find them in the tables. */
export interface ExportedEntry {
  /** Its place in the chain; null until it is sealed. */
  seq: string | null
  at: string
  actor: string
  action: string
  subject: string | null
  detail: unknown
}

const rowsAtOnce = 5000
const shown = 8

const read = `
  select a.seq, ${auditColumns} from audit_entry a
  where a.id > $1::bigint and ($2::timestamptz is null or a.at >= $2::timestamptz)
    and ($3::timestamptz is null or a.at < $3::timestamptz) and ($4::text is null or a.subject = $4)
  order by a.id limit ${rowsAtOnce}`

/** The entries in the order they were added, masked, some thousand of them in memory at a time. */
export async function* exportAudit(
  sql: Sql,
  { from, to, subject }: AuditFilter,
): AsyncGenerator<ExportedEntry> {
  for (let after = '0'; ; ) {
    const { rows } = await sql.query<AuditRow & { seq: string | null }>({
      text: read,
      values: [after, from ?? null, to ?? null, subject ?? null],
    })
    for (const { seq, at, actor, action, subject, detail } of rows)
      yield { seq, at, actor: maskActor(actor), action, subject: subject?.slice(0, shown) ?? null, detail }
    const last = rows.at(-1)
    if (!last || rows.length < rowsAtOnce) return
    after = last.id
  }
}

/** Officials are named by their number; of a citizen's pseudonym stays what tells two of them apart. */
function maskActor(actor: string): string {
  const [kind, name = ''] = actor.split(':')
  return kind === 'citizen' ? `citizen:${name.slice(0, shown)}…` : actor
}
