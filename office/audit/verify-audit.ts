import type { KeyObject } from 'node:crypto'
import type { Pool } from 'pg'
import { inTransaction } from '../../server/database/in-transaction.ts'
import type { Sql } from '../../server/database/sql.ts'
import { type AuditRow, auditColumns } from './audit-row.ts'
import { chainHash } from './chain-hash.ts'
import { type ChainHead, readChainHead } from './chain-head.ts'

/** What is wrong at a place of the chain. */
export interface AuditFault {
  seq: number
  /**
   * `changed`: the entry is not what was sealed, or not where; `missing`: there is none; `cut`: this one and all after
   * it, up to the end that was kept, are gone; `end`: the end that was kept, here or elsewhere, is gone, or not ours.
   */
  what: 'changed' | 'missing' | 'cut' | 'end'
}

export interface AuditReport {
  /** Entries in the chain. */
  sealed: number
  /** Entries that are still to be put into it. */
  unsealed: number
  /** The first of them, in order. */
  faults: AuditFault[]
  /** To be noted somewhere else, and given to the next look: the log alone may have been put back to an older one. */
  head: ChainHead | null
}

const rowsAtOnce = 5000
const mostFaults = 20

const read = `
  select a.seq, a.hash, ${auditColumns} from audit_entry a where a.seq > $1::bigint order by a.seq limit ${rowsAtOnce}`

type SealedRow = AuditRow & { seq: string; hash: string }

/**
 * Looks at every entry of the audit log, as it is at one moment. A fault is told where it is: what comes after it is
 * chained to what stands there now.
 * @param elsewhere ends of it that were kept outside the database; null for one that is not ours
 */
export function verifyAudit(
  pool: Pool,
  key: KeyObject,
  elsewhere: readonly (ChainHead | null)[] = [],
): Promise<AuditReport> {
  const noted = elsewhere.filter((head) => head !== null)
  return inTransaction(pool, async (client) => {
    await client.query('set transaction isolation level repeatable read, read only')
    const kept = await readChainHead(client, key)
    const faults: AuditFault[] = []
    let sealed = 0
    let end: ChainHead = { seq: 0, hash: '' }
    for await (const row of readChain(client)) {
      sealed++
      const seq = Number(row.seq)
      const follows = seq === end.seq + 1
      if (!follows) note(faults, { seq: end.seq + 1, what: 'missing' })
      else if (chainHash(key, end.hash, seq, row) !== row.hash) note(faults, { seq, what: 'changed' })
      end = { seq, hash: row.hash }
      if (noted.some((head) => head.seq === seq && head.hash !== row.hash))
        note(faults, { seq, what: 'changed' })
    }
    if (noted.some((head) => head.seq > end.seq)) note(faults, { seq: end.seq + 1, what: 'cut' })
    if (elsewhere.includes(null)) note(faults, { seq: end.seq, what: 'end' })
    if (kept && kept.seq > end.seq) note(faults, { seq: end.seq + 1, what: 'cut' })
    else if (kept ? kept.seq < end.seq : kept === null || end.seq > 0)
      note(faults, { seq: end.seq, what: 'end' })
    else if (kept && kept.hash !== end.hash) note(faults, { seq: end.seq, what: 'changed' })
    const { rows } = await client.query<{ count: string }>(
      'select count(*) from audit_entry where seq is null',
    )
    return { sealed, unsealed: Number(rows[0]?.count), faults, head: kept ?? null }
  })
}

function note(faults: AuditFault[], fault: AuditFault): void {
  const last = faults.at(-1)
  if (faults.length < mostFaults && !(last?.seq === fault.seq && last.what === fault.what)) faults.push(fault)
}

async function* readChain(sql: Sql): AsyncGenerator<SealedRow> {
  for (let after = '0'; ; ) {
    const { rows } = await sql.query<SealedRow>({ text: read, values: [after] })
    yield* rows
    const last = rows.at(-1)
    if (!last || rows.length < rowsAtOnce) return
    after = last.seq
  }
}
