import type { Sql } from '../../../server/database/sql.ts'

/** What one source says of a dossier and another denies. */
export interface OpenDisagreement {
  id: string
  code: string
  field: string
  /** What the register holds, and by whom. */
  ours: string | null
  ours_source: string
  theirs: string | null
  theirs_source: string
  /** ISO instant. */
  seen_at: string
}

const find = `
  select g.id, d.code, g.field, g.ours, g.ours_source, g.theirs, g.theirs_source, g.seen_at
  from dossier_disagreement g join dossier d on d.id = g.dossier_id
  where g.settled_at is null and ($1::text is null or d.code = $1)
  order by g.seen_at, g.id
  limit $2`

/** What nobody has settled yet, oldest first. @param code of the one dossier; of all without it */
export async function listDisagreements(
  sql: Sql,
  { code, most }: { code?: string; most: number },
): Promise<OpenDisagreement[]> {
  const { rows } = await sql.query<OpenDisagreement>({ text: find, values: [code ?? null, most] })
  return rows
}
