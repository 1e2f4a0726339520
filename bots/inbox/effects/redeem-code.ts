import type { Ask, AskAnswer, CarriedPlace } from '../../dialogue/event.ts'
import type { EffectScope } from './effect-scope.ts'
import { mayTry, noteWrongTry } from './limit-tries.ts'
import { offerJoin } from './offer-join.ts'

/**
 * Uses a resume code up and tells the place it carries. The conversation in which it was made, if that is another
 * one, is asked whether the two are one person's.
 */
export async function redeemCode(
  scope: EffectScope,
  { code }: Extract<Ask, { kind: 'redeem_code' }>,
): Promise<AskAnswer> {
  if (!(await mayTry(scope, 'resume'))) return { kind: 'code_refused', reason: 'too_many_tries' }
  const { rows } = await scope.sql.query<{ place: CarriedPlace | null; conversation_id: string }>({
    text: `update resume_code set used_at = clock_timestamp()
           where code = $1 and used_at is null and expires_at > clock_timestamp()
           returning place, conversation_id::text`,
    values: [code.toUpperCase()],
  })
  const [used] = rows
  if (!used) {
    await noteWrongTry(scope, 'resume')
    return { kind: 'code_refused', reason: 'unknown' }
  }
  const own = used.conversation_id === scope.conversation.id
  if (!own) await offerJoin(scope, used.conversation_id, used.place !== null)
  return { kind: 'code_state', place: used.place, ...(own ? { own } : {}) }
}
