import type { AuditEntry } from '../../bots/inbox/effects/effect-scope.ts'
import type { Sql } from '../../server/database/sql.ts'

const append = `
  insert into audit_entry (at, actor, action, subject, detail) values ($1::timestamptz, $2, $3, $4, $5::jsonb)`

/**
 * Adds to the audit log, in whatever transaction the act itself is. It is put into the chain afterwards
 * (`seal-audit.ts`), so that nobody who adds waits for another.
 */
export async function appendAudit(sql: Sql, entry: AuditEntry): Promise<void> {
  const { at, actor, action, subject, detail } = entry
  await sql.query({
    name: 'append audit',
    text: append,
    values: [at, actor, action, subject ?? null, detail === undefined ? null : JSON.stringify(detail)],
  })
}
