import type { Kysely } from 'kysely'
import type { Database, OfficialRole } from '../../server/database/schema.ts'

export interface ListedOfficial {
  id: string
  name: string
  unit: string
  role: OfficialRole
  /** The id of who acts for them while they are away. */
  deputy: string | null
  /** The channels they have linked a chat of. */
  channels: string[]
}

/** Who holds an office here, by unit and name. */
export async function listOfficials(db: Kysely<Database>): Promise<ListedOfficial[]> {
  const rows = await db
    .selectFrom('official')
    .leftJoin('official_chat', 'official_chat.official_id', 'official.id')
    .leftJoin('conversation', 'conversation.id', 'official_chat.conversation_id')
    .select(['official.id', 'name', 'unit', 'role', 'deputy', 'conversation.channel'])
    .where('left_at', 'is', null)
    .orderBy('unit')
    .orderBy('name')
    .orderBy('official.id')
    .execute()
  const byId = Map.groupBy(rows, ({ id }) => id)
  return [...byId.values()].flatMap(([first, ...more]) => {
    if (!first) return []
    const { channel, ...official } = first
    const channels = [channel, ...more.map((row) => row.channel)].flatMap((name) => name ?? [])
    return [{ ...official, channels: [...new Set(channels)] }]
  })
}
