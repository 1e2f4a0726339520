import type { Kysely } from 'kysely'
import type { Database } from '../../server/database/schema.ts'

export interface ListedGroupChat {
  /** `channel:chat`, as commands take it. */
  chat: string
  /** What it is bound to; null when to nothing. */
  unit: string | null
  group: string | null
  activeAt: string
}

/** The group chats the assistant was ever spoken to in, the latest first. */
export async function listGroupChats(db: Kysely<Database>): Promise<ListedGroupChat[]> {
  const rows = await db
    .selectFrom('conversation')
    .leftJoin('bound_chat', 'bound_chat.conversation_id', 'conversation.id')
    .leftJoin('neighbourhood_group', 'neighbourhood_group.id', 'bound_chat.group_id')
    .select(['channel', 'chat', 'bound_chat.unit', 'neighbourhood_group.name as group', 'active_at'])
    .where('is_group', '=', true)
    .where('chat', 'not like', 'erased:%')
    .orderBy('active_at', 'desc')
    .execute()
  return rows.map(({ channel, chat, unit, group, active_at }) => ({
    chat: `${channel}:${chat}`,
    unit,
    group,
    activeAt: active_at,
  }))
}
