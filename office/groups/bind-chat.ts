import { type Kysely, sql } from 'kysely'
import type { ChannelName } from '../../bots/channels/channel.ts'
import type { Database } from '../../server/database/schema.ts'
import { AppError } from '../../server/errors.ts'
import type { ChatCodeMaker } from '../codes/chat-code-maker.ts'

/** What a group chat is to belong to. */
export interface Binding {
  unit: string
  /** The id of one of the unit's neighbourhood groups. */
  group?: string
}

/**
 * Binds a group chat in which the assistant was spoken to before.
 * @param now ISO instant by the injected clock
 * @throws AppError when there is no such group chat, or no such group in the unit
 */
export async function bindChat(
  db: Kysely<Database>,
  { channel, chat }: { channel: ChannelName; chat: string },
  { unit, group }: Binding,
  now: string,
): Promise<void> {
  await checkGroup(db, { unit, group })
  const found = await db
    .selectFrom('conversation')
    .select('id')
    .where('channel', '=', channel)
    .where('chat', '=', chat)
    .where('is_group', '=', true)
    .orderBy('active_at', 'desc')
    .executeTakeFirst()
  if (!found)
    throw new AppError(
      'not_found',
      `no group chat ${channel}:${chat} is known: mention the assistant there first, groups chats lists them`,
    )
  const bound = { unit, group_id: group ?? null, bound_at: now }
  await db
    .insertInto('bound_chat')
    .values({ conversation_id: found.id, ...bound })
    .onConflict((conflict) => conflict.column('conversation_id').doUpdateSet(bound))
    .execute()
}

/** Makes a code that binds the group chat it is typed in: good for 24 hours of real time, once. */
export async function makeBindingCode(
  db: Kysely<Database>,
  { unit, group }: Binding,
  makeCode: ChatCodeMaker,
): Promise<string> {
  await checkGroup(db, { unit, group })
  const { code, hash } = makeCode('NB')
  await db
    .insertInto('chat_code')
    .values({
      hash,
      official_id: null,
      unit,
      group_id: group ?? null,
      expires_at: sql<string>`clock_timestamp() + interval '24 hours'`,
      used_at: null,
    })
    .execute()
  return code
}

async function checkGroup(db: Kysely<Database>, { unit, group }: Binding): Promise<void> {
  if (group === undefined) return
  const found = /^\d{1,18}$/.test(group)
    ? await db
        .selectFrom('neighbourhood_group')
        .select('id')
        .where('id', '=', group)
        .where('unit', '=', unit)
        .executeTakeFirst()
    : undefined
  if (!found) throw new AppError('not_found', `${unit} has no group with the id ${group}: groups list`)
}
