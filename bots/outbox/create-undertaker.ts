import type { Pool, PoolClient } from 'pg'
import { inTransaction } from '../../server/database/in-transaction.ts'
import { lockNumbers } from '../../server/database/lock-numbers.ts'

/** What was found in the hands of processes that died. */
export interface TakenOver<Found> {
  processes: string[]
  /** What settling found; undefined when nobody had died. */
  found: Found | undefined
}

interface UndertakerParts<Found> {
  pool: Pool
  graceMs?: number
  /** A query for the numbers of whoever holds something: `select owner from …`. */
  owners: string
  /**
   * Settles what they held, within the transaction that keeps others from doing so.
   * @param now ISO instant
   */
  settle(client: PoolClient, dead: readonly string[], now: string): Promise<Found>
}

/**
 * Finds processes that are gone without having said so. One look is not enough: a living process may have just
 * lost its connection. So it remembers between looks whom it missed, and a process is dead when it was missing
 * `graceMs` ago already. A database that has just started proves nothing either.
 */
export function createUndertaker<Found>(parts: UndertakerParts<Found>) {
  const { pool, graceMs = 2000 } = parts
  const missing = new Map<string, number>()

  return {
    /** @param living this process's own numbers; @param now ISO instant */
    async look(living: readonly string[], now: string): Promise<TakenOver<Found>> {
      const { rows } = await pool.query<{ id: string }>(findDead(parts.owners), [
        living,
        lockNumbers.process,
        graceMs * 2.5,
      ])
      const ids = rows.map((row) => row.id)
      for (const id of missing.keys()) if (!ids.includes(id)) missing.delete(id)
      const at = performance.now()
      for (const id of ids) if (!missing.has(id)) missing.set(id, at)
      const dead = ids.filter((id) => at - (missing.get(id) ?? at) >= graceMs)
      return dead.length > 0 ? takeOver(parts, dead, now) : { processes: [], found: undefined }
    },
  }
}

// Also whoever holds something without being listed: it was taken for dead before, and wrote once more, or what it held
// is of a kind that whoever found it dead does not settle.
function findDead(owners: string): string {
  return `
    select id::text from (select id from process union ${owners}) p
    where id <> all($1::bigint[]) and not exists (
      select from pg_locks l
      where l.locktype = 'advisory' and l.classid::bigint = $2 and l.objid::bigint = p.id
        and l.database = (select oid from pg_database where datname = current_database()))
      and pg_postmaster_start_time() < clock_timestamp() - $3 * interval '1 millisecond'`
}

function takeOver<Found>(
  { pool, settle }: UndertakerParts<Found>,
  dead: string[],
  now: string,
): Promise<TakenOver<Found>> {
  return inTransaction(pool, async (client) => {
    const locked = await client.query<{ id: string }>(
      'select id::text from unnest($1::bigint[]) id where pg_try_advisory_xact_lock($2, id::int)',
      [dead, lockNumbers.process],
    )
    const processes = locked.rows.map((row) => row.id)
    if (processes.length === 0) return { processes, found: undefined }
    const found = await settle(client, processes, now)
    await client.query('delete from process where id = any($1::bigint[])', [processes])
    return { processes, found }
  })
}
