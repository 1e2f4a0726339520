import type { DossierAnswer, DossierAsk } from '../../../dialogue/event.ts'
import type { DossierScope } from './dossier-scope.ts'
import { isFollowId } from './is-follow-id.ts'
import { recordLook } from './record-look.ts'

// The same dossier may be followed in several of the person's conversations, and what they want of it is one thing.
const named = `
  from dossier_follow n join dossier d on d.id = n.dossier_id
  where n.id = $1 and n.conversation_id = any($2::bigint[]) and n.ended_at is null
    and f.dossier_id = n.dossier_id and f.conversation_id = any($2::bigint[]) and f.ended_at is null
  returning d.code`

const setTelling = `update dossier_follow f set tells = $3 ${named}`
const end = `update dossier_follow f set ended_at = $3::timestamptz, notice_at = null ${named}`

/** Sets how the person is told of a dossier, or ends their following it. */
export async function changeFollow(
  scope: DossierScope,
  ask: Extract<DossierAsk, { kind: 'set_telling' | 'unfollow' }>,
): Promise<DossierAnswer> {
  const [text, last] = ask.kind === 'unfollow' ? [end, scope.now] : [setTelling, ask.tells]
  const { rows } = isFollowId(ask.follow)
    ? await scope.sql.query<{ code: string }>({
        text,
        values: [ask.follow, scope.asker.places.map(({ id }) => id), last],
      })
    : { rows: [] }
  const [changed] = rows
  if (!changed) {
    await recordLook(scope, { action: 'dossier.refused', by: 'over' })
    return { kind: 'follow_over' }
  }
  const { code } = changed
  const action = ask.kind === 'unfollow' ? 'dossier.unfollowed' : 'dossier.telling_set'
  await recordLook(scope, { action, code })
  return ask.kind === 'unfollow'
    ? { kind: 'unfollowed', code }
    : { kind: 'telling_set', code, tells: ask.tells }
}
