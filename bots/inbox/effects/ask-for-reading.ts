import type { Effect } from '../../dialogue/effect.ts'
import type { EffectScope } from './effect-scope.ts'

/** Puts down that a photo's codes are to be read; the reading is done after the commit. */
export async function askForReading(
  { sql, conversation, now }: EffectScope,
  { image }: Extract<Effect, { kind: 'read_photo' }>,
): Promise<void> {
  await sql.query({
    text: 'insert into photo_reading (conversation_id, image, asked_at) values ($1, $2, $3)',
    values: [conversation.id, image, now],
  })
}
