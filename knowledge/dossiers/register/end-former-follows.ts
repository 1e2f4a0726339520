import type { Sql } from '../../../server/database/sql.ts'

// What the phone number now registered, or the digits that are its proof, does not open. Slips were handed over at a
// desk, whatever number was registered.
const former = `
  select f.id from dossier_follow f join dossier d on d.id = f.dossier_id
  where f.dossier_id = any($1::bigint[]) and f.ended_at is null and (
    f.proved_by = 'digits'
    or f.proved_by = 'phone' and not exists (
      select from proven_phone p where p.conversation_id = f.conversation_id and p.phone_hash = d.phone_hash))`

// Also what is on its way: it cannot be called back, but where it fails it is not tried elsewhere. Before the follows,
// in the order of whoever tells them.
const skipPushes = `
  update dossier_push set status = 'skipped', settled_at = $2::timestamptz
  where id in (
    select id from dossier_push where status in ('planned', 'handed') and follow_id in (${former})
    order by id for update)`

const endFollows = `
  update dossier_follow set ended_at = $2::timestamptz, notice_at = null
  where id in (${former} order by f.id for no key update of f)`

/**
 * Ends the follows that were proved by what is no longer registered: a number that was another's opens nothing to
 * them from then on, and nothing more is told there.
 * @param sql the transaction that has just written the new hashes
 * @param dossiers ids of those whose phone number, or proof, took another's place
 * @param now ISO instant by the injected clock
 */
export async function endFormerFollows(sql: Sql, dossiers: readonly string[], now: string): Promise<void> {
  if (dossiers.length === 0) return
  await sql.query({ text: skipPushes, values: [dossiers, now] })
  await sql.query({ text: endFollows, values: [dossiers, now] })
}
