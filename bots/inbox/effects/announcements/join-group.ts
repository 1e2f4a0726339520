import type { FollowAnswer, FollowAsk } from '../../../dialogue/event.ts'
import type { EffectScope } from '../effect-scope.ts'
import { mayTry, noteWrongTry } from '../limit-tries.ts'
import { addToFollowed, joined } from './follow-news.ts'
import { nameFollowed, type UnitsGroup } from './name-followed.ts'

const find = 'select id::text, name, unit from neighbourhood_group where join_code = $1'

/**
 * Follows the neighbourhood group of a code, and its unit. The code is public and is not used up; wrong ones are counted
 * like those that are not, since whoever guesses one kind guesses the others.
 */
export async function joinGroup(
  scope: EffectScope,
  { code }: Extract<FollowAsk, { kind: 'join_group' }>,
): Promise<FollowAnswer> {
  if (!(await mayTry(scope, 'chat'))) return { kind: 'group_unknown', reason: 'too_many_tries' }
  const { rows } = await scope.sql.query<UnitsGroup>({ text: find, values: [code] })
  const [group] = rows
  if (!group) {
    await noteWrongTry(scope, 'chat')
    return { kind: 'group_unknown', reason: 'unknown' }
  }
  const { now, fresh } = await addToFollowed(scope, { groups: [group] })
  return joined(group, { following: await nameFollowed(scope.sql, now), fresh })
}
