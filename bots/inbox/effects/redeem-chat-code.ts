import type { Ask, AskAnswer, OfficialRole } from '../../dialogue/event.ts'
import type { EffectScope } from './effect-scope.ts'
import { hashChatCode } from './hash-chat-code.ts'
import { mayTry, noteWrongTry } from './limit-tries.ts'

// An official who left is nobody any more. A chat is one official's: a newer code outranks an older.
const linkOfficial = `
  with used as (
    update chat_code c set used_at = clock_timestamp() from official o
    where c.hash = $1 and c.used_at is null and c.expires_at > clock_timestamp()
      and o.id = c.official_id and o.left_at is null
    returning o.id, o.name, o.role, o.unit
  ), linked as (
    insert into official_chat (conversation_id, official_id, linked_at)
    select $2::bigint, id, $3::timestamptz from used
    on conflict (conversation_id) do update set official_id = excluded.official_id, linked_at = excluded.linked_at
  )
  select name, role, unit from used`

const bindGroup = `
  with used as (
    update chat_code set used_at = clock_timestamp()
    where hash = $1 and used_at is null and expires_at > clock_timestamp() and unit is not null
    returning unit, group_id
  ), bound as (
    insert into bound_chat (conversation_id, unit, group_id, bound_at)
    select $2::bigint, unit, group_id, $3::timestamptz from used
    on conflict (conversation_id) do update
      set unit = excluded.unit, group_id = excluded.group_id, bound_at = excluded.bound_at
  )
  select u.unit, g.name as group_name from used u left join neighbourhood_group g on g.id = u.group_id`

/**
 * Uses up a code that makes this private chat an official's, or binds this group chat to a unit or one of its
 * neighbourhood groups. A code of the one kind does nothing in a chat of the other, and stays good.
 */
export async function redeemChatCode(
  scope: EffectScope,
  { code }: Extract<Ask, { kind: 'redeem_chat_code' }>,
): Promise<AskAnswer> {
  const { sql, conversation, now, chatCodeKey } = scope
  if (!(await mayTry(scope, 'chat')))
    return { kind: 'code_refused', reason: 'too_many_tries', of: 'chat_code' }
  const values = [hashChatCode(chatCodeKey, code), conversation.id, now]
  if (conversation.is_group) {
    const { rows } = await sql.query<{ unit: string; group_name: string | null }>({ text: bindGroup, values })
    const [bound] = rows
    if (bound)
      return {
        kind: 'group_bound',
        unit: bound.unit,
        ...(bound.group_name ? { group: bound.group_name } : {}),
      }
  } else {
    const { rows } = await sql.query<OfficialRole>({ text: linkOfficial, values })
    const [official] = rows
    if (official) return { kind: 'official_linked', ...official }
  }
  await noteWrongTry(scope, 'chat')
  return { kind: 'code_refused', reason: 'unknown', of: 'chat_code' }
}
