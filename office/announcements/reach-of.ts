import type { Reach } from '../../bots/dialogue/event.ts'
import type { ActingOfficial } from './acting-official.ts'
import type { Office } from './office.ts'
import { writerRoles } from './writer-roles.ts'

const groupsOf = `
  select id::text, name from neighbourhood_group
  where ($1::bigint is null or head = $1) and ($2::text is null or unit = $2)
  order by unit, name, id`

// A chat's own title is not known here: it is called by the group it belongs to, or by its unit.
const chatsOf = `
  select c.channel || ':' || c.chat as id, coalesce(g.name, b.unit) as name
  from bound_chat b join conversation c on c.id = b.conversation_id
  left join neighbourhood_group g on g.id = b.group_id
  where c.is_group and ($1::bigint is null or g.head = $1) and ($2::text is null or b.unit = $2)
  order by b.unit, g.name nulls first, c.id`

const nobody: Reach = { all: false, units: [], groups: [], chats: [] }

/**
 * Whom an official may address: the head of neighbourhood groups those and their chats, others their whole unit, and
 * everybody where that is the only one, or they are of the city. Whose role does not write reaches nobody.
 */
export async function reachOf(
  { sql, served }: Pick<Office, 'sql' | 'served'>,
  { id, unit, role }: Pick<ActingOfficial, 'id' | 'unit' | 'role'>,
): Promise<Reach> {
  if (!writerRoles.includes(role)) return nobody
  const isHead = role === 'head'
  const values = [isHead ? id : null, unit === 'all' ? null : unit]
  const { rows: groups } = await sql.query<{ id: string; name: string }>({ text: groupsOf, values })
  const { rows: chats } = await sql.query<{ id: string; name: string }>({ text: chatsOf, values })
  if (isHead) return { ...nobody, groups, chats }
  const all = unit === 'all' || (served.length === 1 && served[0] === unit)
  return { all, units: unit === 'all' ? served : [unit], groups, chats }
}
