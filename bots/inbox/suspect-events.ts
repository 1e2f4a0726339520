import { lockNumbers } from '../../server/database/lock-numbers.ts'
import type { Sql } from '../../server/database/sql.ts'

// Whoever dies while an event is run may have died of it.
const suspect = `
  update inbox set attempts = 1
  where attempts = 0 and (conversation_id, id) in (
      select conversation_id, min(id) from inbox where status = 'new' group by conversation_id)
    and exists (
      select from process p where id <> all($1::bigint[]) and not exists (
        select from pg_locks l
        where l.locktype = 'advisory' and l.classid::bigint = $2 and l.objid::bigint = p.id
          and l.database = (select oid from pg_database where datname = current_database())))`

/**
 * When a process seems to have died, the first event in line of each conversation is run alone from now on, and
 * counted before it is: so an event that takes the process with it comes to an end too. To be called before the
 * first turn; an error does no harm, since an innocent event passes.
 * @param mine this process's own numbers
 */
export async function suspectEvents(sql: Sql, mine: readonly string[]): Promise<void> {
  await sql.query({ text: suspect, values: [mine, lockNumbers.process] })
}
