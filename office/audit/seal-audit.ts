import type { KeyObject } from 'node:crypto'
import type { Pool } from 'pg'
import { inTransaction } from '../../server/database/in-transaction.ts'
import { lockNumbers } from '../../server/database/lock-numbers.ts'
import type { Sql } from '../../server/database/sql.ts'
import { type AuditRow, auditColumns } from './audit-row.ts'
import { chainHash } from './chain-hash.ts'
import { type ChainHead, keepChainHead, readChainHead } from './chain-head.ts'
import type { HeadFile } from './create-head-file.ts'

const rowsAtOnce = 1000

const read = `select ${auditColumns} from audit_entry a where a.seq is null order by a.id limit ${rowsAtOnce}`

const seal = `
  update audit_entry a set seq = v.seq, hash = v.hash
  from json_to_recordset($1::json) as v(id bigint, seq bigint, hash text) where a.id = v.id`

/**
 * Puts what was added to the audit log into the chain, in the order of ids as far as they are committed: one that
 * commits later gets a later place. One process at a time does; another one finds nothing to do. A chain whose end was
 * tampered with goes on from its last entry, and the fault stays to be found (`verify-audit.ts`).
 * @param file where its end is kept as well, once that is committed
 * @returns how many entries were sealed
 */
export async function sealAudit(pool: Pool, key: KeyObject, file?: HeadFile): Promise<number> {
  let total = 0
  for (let count = rowsAtOnce; count === rowsAtOnce; total += count) {
    const sealed = await inTransaction(pool, (client) => sealSome(client, key))
    count = sealed.count
    if (sealed.head && file) await keepBeside(pool, file, sealed.head)
  }
  return total
}

/** An end that the chain does not lead from is what tells of a fault, and stays. */
async function keepBeside(sql: Sql, file: HeadFile, head: ChainHead): Promise<void> {
  const former = await file.read()
  if (former === null) return
  if (former) {
    const { rows } = await sql.query<{ hash: string }>({
      text: 'select hash from audit_entry where seq = $1',
      values: [former.seq],
    })
    if (former.seq >= head.seq || rows[0]?.hash !== former.hash) return
  }
  await file.keep(head)
}

async function sealSome(sql: Sql, key: KeyObject): Promise<{ count: number; head?: ChainHead }> {
  const { rows: locks } = await sql.query<{ mine: boolean }>({
    text: 'select pg_try_advisory_xact_lock($1, 0) as mine',
    values: [lockNumbers.audit],
  })
  if (!locks[0]?.mine) return { count: 0 }
  const { rows } = await sql.query<AuditRow>({ text: read })
  if (rows.length === 0) return { count: 0 }
  let head = await findEnd(sql, key)
  const sealed = rows.map((row) => {
    const seq = head.seq + 1
    head = { seq, hash: chainHash(key, head.hash, seq, row) }
    return { id: row.id, ...head }
  })
  await sql.query({ text: seal, values: [JSON.stringify(sealed)] })
  await keepChainHead(sql, key, head)
  return { count: rows.length, head }
}

/**
 * What the next entry is chained to. Where the end that was kept is gone or not ours, a place is left out: once a new
 * end is kept, nothing else would tell.
 */
async function findEnd(sql: Sql, key: KeyObject): Promise<ChainHead> {
  const kept = await readChainHead(sql, key)
  const { rows } = await sql.query<{ seq: string; hash: string }>({
    text: 'select seq, hash from audit_entry where seq is not null order by seq desc limit 1',
  })
  const last = { seq: Number(rows[0]?.seq ?? 0), hash: rows[0]?.hash ?? '' }
  if (kept && kept.seq >= last.seq) return kept
  return kept === undefined && last.seq === 0 ? last : { ...last, seq: last.seq + 1 }
}
