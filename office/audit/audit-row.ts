/** An entry as it is chained: its instant to the microsecond in UTC, so that it reads the same wherever it is read. */
export interface AuditRow {
  id: string
  at: string
  actor: string
  action: string
  subject: string | null
  detail: unknown
}

/** The columns of an `AuditRow`, of a table called `a`. */
export const auditColumns = `a.id::text, to_char(a.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at,
  a.actor, a.action, a.subject, a.detail`
