import type { Sql } from '../../server/database/sql.ts'
import type { BoardItem } from './board-item.ts'
import { type BoardRow, boardColumns, concernsUnit, isCurrent, toBoardItem } from './board-row.ts'
import { pinnedSince } from './pinned-since.ts'

/** `gone`: it was there and is no more; `replaced`: by its correction. */
export type FoundItem =
  | { kind: 'here'; item: BoardItem }
  | { kind: 'replaced'; by: string }
  | { kind: 'gone' }
  | { kind: 'unknown' }

/** More than any text has. */
const whole = 100_000

const read = `
  select ${boardColumns}, (${isCurrent}) as current,
    (select max(n.id)::text from announcement n where n.corrects = a.id and n.began_at is not null) as replaced_by,
    (select json_object_agg(v.choice, v.count) from (
      select p.choice, count(*) from poll_answer p where p.announcement_id = a.id group by p.choice) v) as votes,
    a.counts->'poll' as votes_kept
  from announcement a left join announcement wrong on wrong.id = a.corrects
  where a.id = $5::bigint and a.began_at is not null and ($6 or (${concernsUnit}))`

/**
 * One announcement of a unit's board, whole and with the answers of its poll.
 * @param asked.now ISO instant
 * @param asked.whoever also one that is not for the public of the unit
 */
export async function readBoardItem(
  sql: Sql,
  { unit, id, now, whoever }: { unit: string; id: string; now: string; whoever: boolean },
): Promise<FoundItem> {
  const { rows } = await sql.query<
    BoardRow & {
      current: boolean
      replaced_by: string | null
      votes: Record<string, number> | null
      votes_kept: number[] | null
    }
  >({ text: read, values: [unit, now, pinnedSince(now), whole, id, whoever] })
  const [row] = rows
  if (!row) return { kind: 'unknown' }
  if (row.replaced_by !== null) return { kind: 'replaced', by: row.replaced_by }
  if (!row.current) return { kind: 'gone' }
  const item = toBoardItem(row)
  const options = item.content.poll?.options
  if (!options) return { kind: 'here', item }
  const votes = row.votes_kept ?? options.map((_, choice) => row.votes?.[choice] ?? 0)
  return { kind: 'here', item: { ...item, votes } }
}
