import { type Kysely, sql } from 'kysely'
import type { Database, OfficialRole } from '../../server/database/schema.ts'
import type { ChatCodeMaker } from '../codes/chat-code-maker.ts'

export interface NewOfficial {
  name: string
  /** A slug, or `all` for the city. */
  unit: string
  role: OfficialRole
  phone?: string
  email?: string
}

/**
 * Enters an official, with a code that makes a chat theirs: good for 24 hours of real time, once.
 * @param now ISO instant by the injected clock
 */
export async function addOfficial(
  db: Kysely<Database>,
  official: NewOfficial,
  { now, makeCode }: { now: string; makeCode: ChatCodeMaker },
): Promise<{ id: string; link_code: string }> {
  return db.transaction().execute(async (trx) => {
    const { id } = await trx
      .insertInto('official')
      .values({ phone: null, email: null, ...official, created_at: now, left_at: null })
      .returning('id')
      .executeTakeFirstOrThrow()
    const { code, hash } = makeCode('CB')
    await trx
      .insertInto('chat_code')
      .values({
        hash,
        official_id: id,
        unit: null,
        group_id: null,
        expires_at: sql<string>`clock_timestamp() + interval '24 hours'`,
        used_at: null,
      })
      .execute()
    return { id, link_code: code }
  })
}
