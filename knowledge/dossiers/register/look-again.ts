import type { Sql } from '../../../server/database/sql.ts'

// One that a turn or whoever tells its person is setting at this moment stays as it is: nothing waits in a circle.
const look = `
  update dossier_follow set notice_at = '-infinity'
  where id in (
    select id from dossier_follow where dossier_id = any($1::bigint[]) and ended_at is null
    for no key update skip locked)`

/**
 * Has the clock look at dossiers again of which only the history changed: with their pauses the due date in force may
 * have moved, though there is nothing to be told of.
 * @param sql the transaction that wrote the history, which has nothing more to wait for
 */
export async function lookAgain(sql: Sql, dossiers: readonly string[]): Promise<void> {
  if (dossiers.length > 0) await sql.query({ text: look, values: [dossiers] })
}
