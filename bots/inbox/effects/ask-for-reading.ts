import type { Effect } from '../../dialogue/effect.ts'
import type { EffectScope } from './effect-scope.ts'

/** Photos of one conversation that may wait: an album is not a receipt, and others wait too. */
const mostWaiting = 5

/** Puts down that a photo's codes are to be read; the reading is done after the commit. */
export async function askForReading(
  { sql, conversation, now }: EffectScope,
  { image }: Extract<Effect, { kind: 'read_photo' }>,
): Promise<void> {
  await sql.query({
    text: `insert into photo_reading (conversation_id, image, asked_at)
           select $1, $2, $3 where (select count(*) from photo_reading where conversation_id = $1) < $4`,
    values: [conversation.id, image, now, mostWaiting],
  })
}
