import type { KeyObject } from 'node:crypto'
import type { Sql } from '../../../server/database/sql.ts'
import { hashSlip } from './dossier-hashes.ts'

/** What the desk hands over, and what else opens the dossier. */
export interface IssuedSlip {
  /** `HS-` and twelve letters in groups of four; only its hash is kept. */
  slip: string
  /** Whether code and digits open it too: the register has its phone number and the last four of an identity number. */
  digitsOpen: boolean
  /** Whether sharing the phone number opens it. */
  phoneOpens: boolean
}

// By real time: a rehearsal's moved clock does not lengthen it.
const issue = `
  insert into dossier_slip (hash, dossier_id, expires_at)
  select $2, d.id, clock_timestamp() + interval '30 days' from dossier d where d.code = $1
  returning (select proof_hash is not null from dossier where id = dossier_id) as "digitsOpen",
    (select phone_hash is not null from dossier where id = dossier_id) as "phoneOpens"`

/**
 * Makes an access slip for a dossier: good for 30 days of real time, once. Those made before stay good, since a family
 * may need several; a lost one is revoked (`revoke-slips.ts`).
 * @param code as `readDossierCode` gives it
 * @param makeSlip a new code of a slip, not to be guessed
 * @returns undefined when there is no such dossier
 */
export async function issueSlip(
  sql: Sql,
  code: string,
  { key, makeSlip }: { key: KeyObject; makeSlip: () => string },
): Promise<IssuedSlip | undefined> {
  const slip = makeSlip()
  const { rows } = await sql.query<Omit<IssuedSlip, 'slip'>>({
    text: issue,
    values: [code, hashSlip(key, slip)],
  })
  return rows[0] && { slip, ...rows[0] }
}
