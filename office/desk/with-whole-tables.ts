import type { Sql } from '../../server/database/sql.ts'

const set = `
  select set_config(name, $1, true) from unnest('{enable_seqscan,enable_hashjoin,enable_mergejoin}'::text[]) name`

/**
 * Lets a piece of work read whole tables within a turn, whose statements go by keys otherwise: what is written of an
 * announcement is counted out at once. What comes after it in the transaction is planned as before.
 */
export async function withWholeTables<T>(sql: Sql, work: () => Promise<T>): Promise<T> {
  await sql.query({ text: set, values: ['on'] })
  const done = await work()
  await sql.query({ text: set, values: ['off'] })
  return done
}
