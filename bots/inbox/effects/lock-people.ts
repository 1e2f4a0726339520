import { lockNumbers } from '../../../server/database/lock-numbers.ts'
import type { Sql } from '../../../server/database/sql.ts'

/** Lets one transaction at a time change who belongs to whom; so nobody sees half of another's change. */
export async function lockPeople(sql: Sql): Promise<void> {
  await sql.query({ text: 'select pg_advisory_xact_lock($1, 0)', values: [lockNumbers.people] })
}
