import type { Pool } from 'pg'
import { onOwnClient } from './on-own-client.ts'
import type { Sql, Statement } from './sql.ts'

/** The statement that ends a transaction, and what its rows come to. */
export interface LastStatement<Row extends object, Result> {
  statement: Statement
  read(rows: Row[]): Result
}

/**
 * A transaction that looks, decides and writes in as few round trips as that takes: what is looked for goes out
 * with the BEGIN, and the last statement with the COMMIT.
 * @param look asks everything at once, and writes nothing: should the BEGIN alone fail, no transaction guards it
 * @param decide may ask and write further; what it returns is sent last, `undefined` just commits
 * @throws whatever the two or the database throw; after a failed COMMIT the outcome is unknown
 */
export function inTwoTrips<Found, Row extends object, Result>(
  pool: Pool,
  look: (sql: Sql) => Promise<Found>,
  decide: (sql: Sql, found: Found) => Promise<LastStatement<Row, Result> | undefined>,
): Promise<Result | undefined> {
  return onOwnClient(pool, async (client) => {
    const begun = client.query('begin')
    const [found] = await Promise.all([look(client), begun])
    const last = await decide(client, found)
    if (!last) {
      await client.query('commit')
      return undefined
    }
    // When the statement fails, PostgreSQL makes a rollback of the COMMIT behind it.
    const [{ rows }] = await Promise.all([client.query<Row>(last.statement), client.query('commit')])
    return last.read(rows)
  })
}
