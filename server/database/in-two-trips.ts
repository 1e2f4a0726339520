import type { Pool } from 'pg'
import type { Sql, Statement } from './sql.ts'

/** A transaction whose last statement travels together with its COMMIT. */
export interface LastTrip extends Sql {
  /** Resolves once committed; nothing may follow. */
  commitWith<Row extends object>(statement: Statement): Promise<{ rows: Row[] }>
}

/**
 * A transaction that looks, then decides, then writes, in as few round trips as that takes: what is looked for goes
 * out with the BEGIN, and the writing with the COMMIT. As with `inTransaction`, a connection on which anything went
 * wrong is thrown away.
 * @param look asks everything at once, and writes nothing: should the BEGIN alone fail, no transaction guards it
 * @param decide may ask and write further, and may end with `commitWith`
 * @throws whatever the two or the database throw; after a failed COMMIT the outcome is unknown
 */
export async function inTwoTrips<Found, Result>(
  pool: Pool,
  look: (sql: Sql) => Promise<Found>,
  decide: (sql: LastTrip, found: Found) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect()
  const ignore = () => {}
  client.on('error', ignore)
  let committed = false
  const sql: LastTrip = {
    query: (statement) => client.query(statement),
    async commitWith<Row extends object>(statement: Statement) {
      committed = true
      // When the statement fails, PostgreSQL makes a rollback of the COMMIT behind it.
      const [answer] = await Promise.all([client.query<Row>(statement), client.query('commit')])
      return answer
    },
  }
  try {
    const begun = client.query('begin')
    const [found] = await Promise.all([look(sql), begun])
    const result = await decide(sql, found)
    if (!committed) await client.query('commit')
    client.off('error', ignore)
    client.release()
    return result
  } catch (error) {
    await client.query('rollback').catch(ignore)
    client.release(true)
    throw error
  }
}
