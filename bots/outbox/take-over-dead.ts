import type { Pool } from 'pg'
import { inTransaction } from '../../server/database/in-transaction.ts'
import { lockNumbers } from '../../server/database/lock-numbers.ts'

/** What was found in the hands of a process that died. */
export interface TakenOver {
  processes: string[]
  /** By channel: sends that may or may not have happened. */
  unknownOutcomes: { channel: string; count: number }[]
}

// Also whoever holds messages without being listed: it was taken for dead before, and wrote once more.
const findDead = `
  select id::text from (
    select id from process union select owner from outbox where status in ('pending', 'sending')
  ) p
  where id <> all($1::bigint[]) and not exists (
    select from pg_locks l
    where l.locktype = 'advisory' and l.classid::bigint = $2 and l.objid::bigint = p.id
      and l.database = (select oid from pg_database where datname = current_database()))
    and pg_postmaster_start_time() < clock_timestamp() - $3 * interval '1 millisecond'`

const takeMessages = `
  with hand as (
    select conversation_id, id, status from outbox where owner = any($1::bigint[]) and status in ('pending', 'sending') for update
  ), taken as (
    update outbox o set
      status = case when h.status = 'sending' and o.unknown_outcomes > 0 then 'failed' else 'pending' end,
      failure = case when h.status = 'sending' then 'unknown_outcome' else o.failure end,
      settled_at = case when h.status = 'sending' and o.unknown_outcomes > 0 then $2::timestamptz end,
      unknown_outcomes = o.unknown_outcomes + (h.status = 'sending')::int,
      owner = null, not_before = null
    from hand h where o.conversation_id = h.conversation_id and o.id = h.id
    returning o.conversation_id, h.status
  )
  select c.channel, count(*)::int as count from taken t join conversation c on c.id = t.conversation_id
  where t.status = 'sending' group by c.channel`

/**
 * Finds processes that are gone without having said so. One look is not enough: a living process may have just
 * lost its connection. So the caller keeps `seen` between looks, and a process is dead when it was missing
 * `graceMs` ago already. A database that has just started proves nothing either.
 */
export function createUndertaker({ pool, graceMs = 2000 }: { pool: Pool; graceMs?: number }) {
  const missing = new Map<string, number>()

  return {
    /** @param living this process's own numbers; @param now ISO instant */
    async look(living: readonly string[], now: string): Promise<TakenOver> {
      const { rows } = await pool.query<{ id: string }>(findDead, [
        living,
        lockNumbers.process,
        graceMs * 2.5,
      ])
      const ids = rows.map((row) => row.id)
      for (const id of missing.keys()) if (!ids.includes(id)) missing.delete(id)
      const at = performance.now()
      for (const id of ids) if (!missing.has(id)) missing.set(id, at)
      const dead = ids.filter((id) => at - (missing.get(id) ?? at) >= graceMs)
      return dead.length > 0 ? takeOver(pool, dead, now) : { processes: [], unknownOutcomes: [] }
    },
  }
}

function takeOver(pool: Pool, dead: string[], now: string): Promise<TakenOver> {
  return inTransaction(pool, async (client) => {
    const locked = await client.query<{ id: string }>(
      'select id::text from unnest($1::bigint[]) id where pg_try_advisory_xact_lock($2, id::int)',
      [dead, lockNumbers.process],
    )
    const processes = locked.rows.map((row) => row.id)
    if (processes.length === 0) return { processes, unknownOutcomes: [] }
    const taken = await client.query<{ channel: string; count: number }>(takeMessages, [processes, now])
    await client.query('delete from process where id = any($1::bigint[])', [processes])
    return { processes, unknownOutcomes: taken.rows }
  })
}
