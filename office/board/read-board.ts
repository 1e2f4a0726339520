import type { Sql } from '../../server/database/sql.ts'
import type { BoardItem } from './board-item.ts'
import { type BoardRow, boardColumns, concernsUnit, isCurrent, standsFor, toBoardItem } from './board-row.ts'
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

// Which they are is found first, so that of no others anything is read: those on top and the others, each down the index
// as far as a page needs. What an item has to meet is within a `case`, as the planner would take it that few do, and
// read and sort all. The cursor of the first page stands above everything.
const read = `
  with cursor as (
    select b.urgent is not null and b.began_at > $3::timestamptz as pinned, b.began_at, b.id
    from announcement b where b.id = $6::bigint and b.began_at is not null
    union all
    select true, 'infinity', 0 where $6::bigint is null),
  chosen as (
    select found.id, part.pinned, found.began_at
    from cursor c
    cross join (select distinct unnest(array[$1, 'all']) as unit) place
    cross join (values (true), (false)) part (pinned)
    cross join lateral (
      select a.id, a.began_at from announcement a
      where ${standsFor} = place.unit and a.began_at is not null and a.recall_asked_at is null
        and (a.began_at, a.id) < (case when c.pinned = part.pinned then c.began_at else 'infinity' end, c.id)
        and a.began_at > case when part.pinned then $3::timestamptz else '-infinity' end
        and case when c.pinned >= part.pinned and (a.urgent is not null and a.began_at > $3::timestamptz) = part.pinned
          and ($5::text is null or a.topic = $5) and ${concernsUnit} and ${isCurrent} then true else false end
      order by a.began_at desc, a.id desc limit $7) found
    order by part.pinned desc, found.began_at desc, found.id desc limit $7)
  select ${boardColumns}
  from chosen join announcement a on a.id = chosen.id left join announcement wrong on wrong.id = a.corrects
  order by chosen.pinned desc, chosen.began_at desc, chosen.id desc`

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
