import type { Sql } from '../../../../server/database/sql.ts'

const findCodes = 'select code from dossier where code = any($1::text[])'

/** Which of these codes are of dossiers in the register. */
export async function findKnown(sql: Sql, codes: readonly string[]): Promise<ReadonlySet<string>> {
  if (codes.length === 0) return new Set()
  const { rows } = await sql.query<{ code: string }>({ text: findCodes, values: [codes] })
  return new Set(rows.map(({ code }) => code))
}
