import type { EffectScope } from './effect-scope.ts'
import { whoOf } from './who-of.ts'

/**
 * Wrong codes in fifteen minutes: of one person, by one way in (an address can be a whole office). Those of dossiers
 * have limits of their own.
 */
const triesEach = 5
const triesByWay = 20
/**
 * Of a kind by everybody together: of some 390 million resume codes a few are open. Beyond it each may be wrong once
 * only: guessing comes to nothing, and whoever has a right code still gets in.
 */
const triesOverall = 1000

type Kind = 'resume' | 'chat' | 'slip'
export type TryScope = Pick<EffectScope, 'sql' | 'conversation' | 'limitKey' | 'tryKey'>

/**
 * Whether somebody may try a code. Whoever was wrong too often has to wait until fifteen minutes have passed since;
 * neither a right code, nor erasing one's data, nor another page clears that.
 */
export async function mayTry(scope: TryScope, kind: Kind): Promise<boolean> {
  const { rows } = await scope.sql.query<{ own: number; way: number; overall: number }>({
    text: `select count(*) filter (where who = $1)::int as own, count(*) filter (where via = $2)::int as way,
             count(*) filter (where kind = $3)::int as overall
           from code_try
           where at > clock_timestamp() - interval '15 minutes' and kind <> 'dossier'`,
    values: [whoOf(scope.tryKey, scope.conversation), scope.limitKey ?? null, kind],
  })
  const { own = 0, way = 0, overall = 0 } = rows[0] ?? {}
  const crowded = overall >= triesOverall
  return own < (crowded ? 1 : triesEach) && way < (crowded ? 1 : triesByWay)
}

export async function noteWrongTry(scope: TryScope, kind: Kind): Promise<void> {
  await scope.sql.query({
    text: 'insert into code_try (kind, who, via, at) values ($1, $2, $3, clock_timestamp())',
    values: [kind, whoOf(scope.tryKey, scope.conversation), scope.limitKey ?? null],
  })
}
