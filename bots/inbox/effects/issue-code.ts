import type { Effect } from '../../dialogue/effect.ts'
import type { Reply } from '../../dialogue/reply.ts'
import type { EffectScope } from './effect-scope.ts'

/**
 * Makes a resume code, for a place in a guide or for joining alone: good for 10 minutes of real time (a rehearsal's
 * moved clock does not lengthen it), once. An earlier one of the same conversation ends.
 * @returns the message that shows it
 */
export async function issueCode(
  { sql, conversation, newCode, sayings }: EffectScope,
  { place, lang }: Extract<Effect, { kind: 'issue_code' }>,
): Promise<Reply[]> {
  await sql.query({ text: 'delete from resume_code where conversation_id = $1', values: [conversation.id] })
  for (;;) {
    const code = newCode()
    const { rows } = await sql.query<{ code: string }>({
      text: `insert into resume_code (code, place, conversation_id, expires_at)
             values ($1, $2, $3, clock_timestamp() + interval '10 minutes')
             on conflict (code) do nothing returning code`,
      values: [code, JSON.stringify(place), conversation.id],
    })
    if (rows.length > 0) return sayings.showCode(lang, code, place !== null)
  }
}
