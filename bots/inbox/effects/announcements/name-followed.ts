import type { Sql } from '../../../../server/database/sql.ts'
import type { FollowedGroup, Following, OfferedGroups } from '../../../dialogue/event.ts'
import type { Followed } from './places-of.ts'

/** A neighbourhood group with its unit's slug. */
export interface UnitsGroup extends FollowedGroup {
  unit: string
}

const byId = `select id::text, name, unit from neighbourhood_group where id = any($1::bigint[])`
const byUnit = `select id::text, name, unit from neighbourhood_group where unit = $1`

/** "Tổ 2" before "Tổ 10". */
const order = new Intl.Collator('vi', { numeric: true })

/** The groups of these ids that there are, by name. */
export async function groupsOf(sql: Sql, ids: readonly string[]): Promise<UnitsGroup[]> {
  if (ids.length === 0) return []
  return inOrder((await sql.query<UnitsGroup>({ text: byId, values: [ids] })).rows)
}

/** All groups of a unit, by name. */
export async function groupsIn(sql: Sql, unit: string): Promise<UnitsGroup[]> {
  return inOrder((await sql.query<UnitsGroup>({ text: byUnit, values: [unit] })).rows)
}

/** What is followed, with the names of its groups; one that is gone is not told of. */
export async function nameFollowed(sql: Sql, { units, groups, topics }: Followed): Promise<Following> {
  return { units, groups: (await groupsOf(sql, groups)).map(bare), topics }
}

/**
 * The groups that may be joined by who is in none of the unit; of the only one that is followed, unless one is named.
 * @returns undefined where there are none
 */
export async function offersOf(
  sql: Sql,
  { units, groups }: Followed,
  named?: string,
): Promise<OfferedGroups | undefined> {
  const unit = named ?? (units.length === 1 ? units[0] : undefined)
  const offered = unit === undefined ? [] : await groupsIn(sql, unit)
  if (unit === undefined || offered.length === 0) return undefined
  return offered.some(({ id }) => groups.includes(id)) ? undefined : { unit, groups: offered.map(bare) }
}

/** A group without its unit. */
export function bare({ id, name }: UnitsGroup): FollowedGroup {
  return { id, name }
}

function inOrder(groups: readonly UnitsGroup[]): UnitsGroup[] {
  return groups.toSorted((a, b) => order.compare(a.name, b.name))
}
