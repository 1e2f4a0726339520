import type { Pool } from 'pg'
import { inTwoTrips } from '../../server/database/in-two-trips.ts'
import { capLock } from './cap-lock.ts'
import { type Claim, claimStatement, type LookedAt, type Recipient } from './claim-statement.ts'

export interface Claimed {
  recipients: Recipient[]
  /** How many rows were looked at, those included that are not to be sent to. */
  looked: number
  /** The highest id among those. */
  last: string
}

/** Takes recipients in hand: see `claimStatement`. */
export async function claimRecipients(pool: Pool, claim: Claim): Promise<Claimed> {
  const rows = await run(pool, claim)
  return {
    recipients: rows.flatMap(({ verdict, ...row }): Recipient[] => {
      if (verdict === 'send') return [row]
      if (verdict === 'blocked') return [{ ...row, unreached: 'blocked' }]
      return verdict === 'left_here' ? [{ ...row, unreached: 'left' }] : []
    }),
    looked: rows.length,
    last: rows.reduce((last, { id }) => (BigInt(id) > BigInt(last) ? id : last), claim.after),
  }
}

async function run(pool: Pool, claim: Claim): Promise<LookedAt[]> {
  const statement = claimStatement(claim)
  const lock = capLock(claim)
  if (!lock) return (await pool.query<LookedAt>(statement)).rows
  const claimed = await inTwoTrips<unknown, LookedAt, LookedAt[]>(
    pool,
    (sql) => sql.query(lock),
    async () => ({ statement, read: (rows) => rows }),
  )
  return claimed ?? []
}
