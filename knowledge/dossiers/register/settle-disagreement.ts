import type { Sql } from '../../../server/database/sql.ts'

const settle = `
  update dossier_disagreement g set settled_at = $2 from dossier d
  where g.id = $1 and d.id = g.dossier_id and g.settled_at is null
  returning d.code`

/**
 * An operator has looked at it, and the register stays as it is.
 * @param now ISO instant by the injected clock
 * @returns the dossier's code; undefined when there is no such disagreement, or it is settled already
 */
export async function settleDisagreement(sql: Sql, id: string, now: string): Promise<string | undefined> {
  const { rows } = await sql.query<{ code: string }>({ text: settle, values: [id, now] })
  return rows[0]?.code
}
