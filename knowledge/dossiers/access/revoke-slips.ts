import type { Sql } from '../../../server/database/sql.ts'
import { endFollows } from './end-follows.ts'

export interface RevokedSlips {
  /** Slips that nobody had used yet. */
  slips: number
  /** Chats that had followed, by a slip or with `all` by anything, and do so no more. */
  follows: number
}

const find = 'select id::text from dossier where code = $1'

// Nobody redeems one between the two statements: what is gone cannot be used, and what was used follows already.
const voidSlips = `delete from dossier_slip where dossier_id = $1 and used_at is null returning hash`

/**
 * Makes lost slips worthless: those not used yet, and the follows that were made by slips, since whoever found one may
 * have been quick. The right people are given a new one; who proved it by phone or digits goes on.
 * @param sql a transaction's
 * @param now ISO instant by the injected clock
 * @returns undefined when there is no such dossier
 */
export async function revokeSlips(
  sql: Sql,
  code: string,
  { now, all = false }: { now: string; all?: boolean },
): Promise<RevokedSlips | undefined> {
  const { rows } = await sql.query<{ id: string }>({ text: find, values: [code] })
  const [dossier] = rows
  if (!dossier) return undefined
  const slips = await sql.query<object>({ text: voidSlips, values: [dossier.id] })
  const which = all ? 'true' : `f.proved_by = 'slip'`
  const follows = await endFollows(sql, which, { dossiers: [dossier.id], now })
  return { slips: slips.rows.length, follows }
}
