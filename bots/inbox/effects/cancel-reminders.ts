import type { EffectScope } from './effect-scope.ts'

/** Calls off everything that is planned for the conversation. */
export async function cancelReminders({ sql, conversation, now }: EffectScope): Promise<void> {
  await sql.query({
    text: `update reminder set status = 'cancelled', settled_at = $2
           where conversation_id = $1 and status = 'planned'`,
    values: [conversation.id, now],
  })
}
