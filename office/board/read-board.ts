import type { Sql } from '../../server/database/sql.ts'
import type { BoardItem } from './board-item.ts'
import { type BoardRow, boardColumns, concernsUnit, isCurrent, toBoardItem } from './board-row.ts'
import { pinnedSince } from './pinned-since.ts'

export interface BoardView {
  /** A slug, or `all`: what concerns the whole city. */
  unit: string
  /** ISO instant. */
  now: string
  /** Those of one topic alone. */
  topic?: string
  /** The id of one: what stands below it. */
  before?: string
  /** At most so many. */
  most: number
  /** Characters of each text. */
  excerpt: number
}

const read = `
  with cursor as (
    select b.urgent is not null and b.began_at > $3::timestamptz as pinned, b.began_at, b.id
    from announcement b where b.id = $6::bigint and b.began_at is not null)
  select ${boardColumns}
  from announcement a left join announcement wrong on wrong.id = a.corrects
  where ${isCurrent} and ${concernsUnit} and ($5::text is null or a.topic = $5)
    and ($6::bigint is null or
      (a.urgent is not null and a.began_at > $3::timestamptz, a.began_at, a.id) < (select c.pinned, c.began_at, c.id from cursor c))
  order by pinned desc, a.began_at desc, a.id desc
  limit $7`

/**
 * What stands on a unit's board: everything current whose audience names the unit, everybody or one of its groups;
 * urgent ones of the last three days first, then the newest.
 */
export async function readBoard(
  sql: Sql,
  { unit, now, topic, before, most, excerpt }: BoardView,
): Promise<{ items: BoardItem[]; more: boolean }> {
  const { rows } = await sql.query<BoardRow>({
    text: read,
    values: [unit, now, pinnedSince(now), excerpt, topic ?? null, before ?? null, most + 1],
  })
  return { items: rows.slice(0, most).map(toBoardItem), more: rows.length > most }
}
