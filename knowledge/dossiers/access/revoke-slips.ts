import type { Sql } from '../../../server/database/sql.ts'

export interface RevokedSlips {
  /** Slips that nobody had used yet. */
  slips: number
  /** Chats that had followed, by a slip or with `all` by anything, and do so no more. */
  follows: number
}

const find = 'select id::text from dossier where code = $1'

// Nobody redeems one between the two statements: what is gone cannot be used, and what was used follows already.
const voidSlips = `delete from dossier_slip where dossier_id = $1 and used_at is null returning hash`

// As `end-former-follows.ts` does: first what is to be told, and what is on its way is not tried elsewhere.
const ended = `dossier_id = $1 and ended_at is null and ($3 or proved_by = 'slip')`

const skipPushes = `
  update dossier_push set status = 'skipped', settled_at = $2::timestamptz
  where id in (
    select id from dossier_push
    where status in ('planned', 'handed') and follow_id in (select id from dossier_follow where ${ended})
    order by id for update)`

const endFollows = `
  update dossier_follow set ended_at = $2::timestamptz, notice_at = null
  where id in (select id from dossier_follow where ${ended} order by id for no key update)
  returning id`

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
  const values = [dossier.id, now, all]
  await sql.query({ text: skipPushes, values })
  const follows = await sql.query<object>({ text: endFollows, values })
  return { slips: slips.rows.length, follows: follows.rows.length }
}
