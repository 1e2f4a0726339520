import type { Sql } from '../../../server/database/sql.ts'

// Also what is on its way: it cannot be called back, but where it fails it is not tried elsewhere.
const skipPushes = (which: string) => `
  update dossier_push set status = 'skipped', settled_at = $2::timestamptz
  where id in (
    select id from dossier_push
    where status in ('planned', 'handed') and follow_id in (select f.id from dossier_follow f where ${which})
    order by id for update)`

const endThem = (which: string) => `
  update dossier_follow set ended_at = $2::timestamptz, notice_at = null
  where id in (select f.id from dossier_follow f where ${which} order by f.id for no key update of f)
  returning id`

/**
 * Ends follows of dossiers, and what was still to be told by them: the pushes before the follows, in the order of
 * whoever tells them.
 * @param sql a transaction's
 * @param which a condition on follows `f` of the dossiers `$1`, constant text
 * @param now ISO instant by the injected clock
 * @returns how many follows were ended
 */
export async function endFollows(
  sql: Sql,
  which: string,
  { dossiers, now }: { dossiers: readonly string[]; now: string },
): Promise<number> {
  const open = `f.dossier_id = any($1::bigint[]) and f.ended_at is null and (${which})`
  const values = [dossiers, now]
  await sql.query({ text: skipPushes(open), values })
  const { rows } = await sql.query<object>({ text: endThem(open), values })
  return rows.length
}
