import { createHmac } from 'node:crypto'
import type { Ask, AskAnswer, CarriedPlace } from '../../dialogue/event.ts'
import type { EffectScope } from './effect-scope.ts'

/** Wrong codes in fifteen minutes: of one person, by one way in (an address can be a whole office). */
const triesEach = 5
const triesByWay = 20
/**
 * By everybody together, of some 390 million codes of which a few are open. Beyond it each may be wrong once only:
 * guessing comes to nothing, and whoever has a right code still gets in.
 */
const triesOverall = 1000

/**
 * Uses a resume code up and tells the place it carries. Whoever was wrong too often has to wait until fifteen
 * minutes have passed since; neither a right code, nor erasing one's data, nor another page clears that.
 */
export async function redeemCode(
  { sql, conversation, limitKey, tryKey }: Pick<EffectScope, 'sql' | 'conversation' | 'limitKey' | 'tryKey'>,
  { code }: Extract<Ask, { kind: 'redeem_code' }>,
): Promise<AskAnswer> {
  const { channel, account, chat } = conversation
  const who = createHmac('sha256', tryKey).update(`${channel}:${account}:${chat}`).digest('base64url')
  const via = limitKey ?? null
  const tries = await sql.query<{ own: number; way: number; overall: number }>({
    text: `select count(*) filter (where who = $1)::int as own, count(*) filter (where via = $2)::int as way,
             count(*)::int as overall
           from code_try where at > clock_timestamp() - interval '15 minutes'`,
    values: [who, via],
  })
  const { own = 0, way = 0, overall = 0 } = tries.rows[0] ?? {}
  const crowded = overall >= triesOverall
  if (own >= (crowded ? 1 : triesEach) || way >= (crowded ? 1 : triesByWay))
    return { kind: 'code_refused', reason: 'too_many_tries' }

  const used = await sql.query<{ place: CarriedPlace }>({
    text: `update resume_code set used_at = clock_timestamp()
           where code = $1 and used_at is null and expires_at > clock_timestamp() returning place`,
    values: [code.toUpperCase()],
  })
  const place = used.rows[0]?.place
  if (place) return { kind: 'code_state', place }
  await sql.query({
    text: 'insert into code_try (who, via, at) values ($1, $2, clock_timestamp())',
    values: [who, via],
  })
  return { kind: 'code_refused', reason: 'unknown' }
}
