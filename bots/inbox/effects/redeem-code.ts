import type { Ask, AskAnswer, CarriedPlace } from '../../dialogue/event.ts'
import type { EffectScope } from './effect-scope.ts'

const triesEach = 5
/** By everybody together; with some 390 million codes of which a few are open, far from a lucky hit. */
const triesOverall = 1000

/**
 * Uses a resume code up and tells the place it carries. After five wrong ones the conversation has to wait until
 * fifteen minutes have passed since.
 */
export async function redeemCode(
  { sql, conversation }: Pick<EffectScope, 'sql' | 'conversation'>,
  { code }: Extract<Ask, { kind: 'redeem_code' }>,
): Promise<AskAnswer> {
  const tries = await sql.query<{ own: number; overall: number }>({
    text: `select count(*) filter (where conversation_id = $1)::int as own, count(*)::int as overall
           from code_try where at > clock_timestamp() - interval '15 minutes'`,
    values: [conversation.id],
  })
  const { own = 0, overall = 0 } = tries.rows[0] ?? {}
  if (own >= triesEach || overall >= triesOverall) return { kind: 'code_refused', reason: 'too_many_tries' }

  const used = await sql.query<{ place: CarriedPlace }>({
    text: `update resume_code set used_at = clock_timestamp()
           where code = $1 and used_at is null and expires_at > clock_timestamp() returning place`,
    values: [code.toUpperCase()],
  })
  const place = used.rows[0]?.place
  if (place) {
    await sql.query({ text: 'delete from code_try where conversation_id = $1', values: [conversation.id] })
    return { kind: 'code_state', place }
  }
  await sql.query({
    text: 'insert into code_try (conversation_id, at) values ($1, clock_timestamp())',
    values: [conversation.id],
  })
  return { kind: 'code_refused', reason: 'unknown' }
}
