import type { Sql } from '../../../server/database/sql.ts'

/** Of the two-part advisory locks; the others are a process's and a channel's. */
const peopleLock = 1836020600

/** Lets one transaction at a time change who belongs to whom; so nobody sees half of another's change. */
export async function lockPeople(sql: Sql): Promise<void> {
  await sql.query({ text: 'select pg_advisory_xact_lock($1, 0)', values: [peopleLock] })
}
