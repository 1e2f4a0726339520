import type { Effect } from '../../dialogue/effect.ts'
import type { EffectScope } from './effect-scope.ts'

/** Plans a reminder; one planned earlier about the same thing gives way. */
export async function planReminder(
  { sql, conversation }: EffectScope,
  { about, text, at }: Extract<Effect, { kind: 'remind' }>,
): Promise<void> {
  await sql.query({
    text: `insert into reminder (conversation_id, about, text, due_at) values ($1, $2, $3, $4)
           on conflict (conversation_id, about) where status = 'planned'
           do update set text = excluded.text, due_at = excluded.due_at`,
    values: [conversation.id, about, text, at],
  })
}
