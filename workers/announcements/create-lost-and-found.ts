import type { Sql } from '../../server/database/sql.ts'

const find = `
  select id::text from announcement_recipient where status = 'sending' and owner = any($1::bigint[])
  union all
  select id::text from announcement_recipient
  where status = 'planned' and owner is not null and owner = any($1::bigint[])`

const release = `
  update announcement_recipient r set owner = null,
    status = case when a.state in ('stopped', 'expired') then 'skipped' else 'planned' end,
    reason = case a.state when 'stopped' then 'stopped' when 'expired' then 'expired' else r.reason end,
    settled_at = case when a.state in ('stopped', 'expired') then $3::timestamptz end
  from announcement a
  where a.id = r.announcement_id and r.id = any($1::bigint[]) and r.owner = any($2::bigint[])
    and r.status in ('planned', 'sending')`

/** What this process has in hand, as far as it knows. */
export interface InHand {
  has(id: string): boolean
  /** Whether a claim is under way that began before a moment of `performance.now()`. */
  isClaimingSince(moment: number): boolean
}

/**
 * Gives back recipients that the database counts to this process although it has them not in hand: their claim ended
 * unclearly (the connection broke during the commit), so nothing was sent to them. What one look finds is given back by
 * the next, when no claim can still be on its way to the hand.
 */
export function createLostAndFound(sql: Sql, inHand: InHand) {
  const found = { ids: [] as string[], at: 0 }

  return {
    /** @param mine every number of this process; @param now ISO instant. @returns how many were given back */
    async look(mine: readonly string[], now: string): Promise<number> {
      const lost = inHand.isClaimingSince(found.at) ? [] : found.ids.filter((id) => !inHand.has(id))
      if (lost.length > 0) await sql.query({ text: release, values: [lost, mine, now] })
      const { rows } = await sql.query<{ id: string }>({ text: find, values: [mine] })
      found.ids = rows.map(({ id }) => id).filter((id) => !inHand.has(id))
      found.at = performance.now()
      return lost.length
    },
  }
}
