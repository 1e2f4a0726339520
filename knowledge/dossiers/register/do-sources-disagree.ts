import type { Sql } from '../../../server/database/sql.ts'

const find = 'select exists (select from dossier_disagreement where settled_at is null) as disagree'

/** Whether there is anything that sources disagree about and nobody has settled. */
export async function doSourcesDisagree(sql: Sql): Promise<boolean> {
  const { rows } = await sql.query<{ disagree: boolean }>({ text: find })
  return rows[0]?.disagree === true
}
