import { lockNumbers } from '../../server/database/lock-numbers.ts'
import type { Statement } from '../../server/database/sql.ts'
import type { Claim } from './claim-statement.ts'
import { isCapped } from './under-way.ts'

/**
 * What a transaction begins with before it claims recipients of an announcement that counts: of two such that go to one
 * person at the same time, each must see what the other has taken. Those of one announcement are not in each other's
 * way.
 */
export function capLock({ announcement, others }: Claim): Statement | undefined {
  if (!isCapped(announcement)) return undefined
  const lock = others ? 'pg_advisory_xact_lock' : 'pg_advisory_xact_lock_shared'
  return { text: `select ${lock}($1, 0)`, values: [lockNumbers.dailyCap] }
}
