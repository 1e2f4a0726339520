import type { Sql } from '../../../server/database/sql.ts'
import { endFollows } from '../access/end-follows.ts'

// What the phone number now registered, or the digits that are its proof, does not open. Slips were handed over at a
// desk, whatever number was registered.
const former = `
  f.proved_by = 'digits'
  or f.proved_by = 'phone' and not exists (
    select from dossier d join proven_phone p on p.phone_hash = d.phone_hash
    where d.id = f.dossier_id and p.conversation_id = f.conversation_id)`

/**
 * Ends the follows that were proved by what is no longer registered: a number that was another's opens nothing to
 * them from then on, and nothing more is told there.
 * @param sql the transaction that has just written the new hashes
 * @param dossiers ids of those whose phone number, or proof, took another's place
 * @param now ISO instant by the injected clock
 */
export async function endFormerFollows(sql: Sql, dossiers: readonly string[], now: string): Promise<void> {
  if (dossiers.length === 0) return
  await endFollows(sql, former, { dossiers, now })
}
