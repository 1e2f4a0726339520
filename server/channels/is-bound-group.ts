import type { Sql } from '../database/sql.ts'

/** Whether a group's chat on the personal account is bound to a unit, under whichever account it was. */
export async function isBoundGroup(sql: Sql, chat: string): Promise<boolean> {
  const { rows } = await sql.query<{ bound: boolean }>({
    text: `select exists (
             select from bound_chat b join conversation c on c.id = b.conversation_id
             where c.channel = 'zalo_personal' and c.chat = $1
           ) as bound`,
    values: [chat],
  })
  return rows[0]?.bound ?? false
}
