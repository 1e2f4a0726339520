import type { Sql } from '../../../server/database/sql.ts'

const find = `
  select d.code from dossier d
  where d.code = any($1::text[]) and exists (
    select from dossier_disagreement g
    where g.dossier_id = d.id and g.theirs_source = $2 and g.settled_at is null)`

/** Those of the codes of which a source says what another denies, as long as nobody has settled it. */
export async function findDenied(
  sql: Sql,
  codes: readonly string[],
  source: string,
): Promise<ReadonlySet<string>> {
  const { rows } = await sql.query<{ code: string }>({ text: find, values: [codes, source] })
  return new Set(rows.map(({ code }) => code))
}
