import type { Sql } from '../../../server/database/sql.ts'
import type { Said } from './said.ts'

// A subquery and not a join: row by row through the index, also where the planner would rather read the table.
const find = `
  select v.code from unnest($1::text[], $2::text[]) as v(code, fingerprint)
  where (select d.fingerprint from dossier d where d.code = v.code) is distinct from v.fingerprint`

/**
 * The codes of which the register does not know word for word what is said. Locks nothing, so whoever goes on to
 * write looks again.
 */
export async function findFresh(sql: Sql, said: readonly Said[]): Promise<ReadonlySet<string>> {
  const values = [said.map(({ update }) => update.code), said.map(({ fingerprint }) => fingerprint)]
  const { rows } = await sql.query<{ code: string }>({ text: find, values })
  return new Set(rows.map(({ code }) => code))
}
