import { type DossierRow, dossierColumns } from '../../../../knowledge/dossiers/access/dossier-columns.ts'
import type { Tells } from '../../../../knowledge/dossiers/dossier.ts'
import type { DossierAnswer, DossierAsk } from '../../../dialogue/event.ts'
import type { DossierScope } from './dossier-scope.ts'
import { isFollowId } from './is-follow-id.ts'
import { recordLook } from './record-look.ts'
import { showDossier } from './show-dossier.ts'

const find = `
  select ${dossierColumns}, f.id::text as follow_id, f.tells
  from dossier_follow f join dossier d on d.id = f.dossier_id
  where f.id = $1 and f.conversation_id = any($2::bigint[]) and f.ended_at is null`

/** Shows one of those the person follows, by its button. */
export async function showFollowed(
  scope: DossierScope,
  { follow }: Extract<DossierAsk, { kind: 'followed_dossier' }>,
): Promise<DossierAnswer> {
  const places = scope.asker.places.map(({ id }) => id)
  const { rows } = isFollowId(follow)
    ? await scope.sql.query<DossierRow & { follow_id: string; tells: Tells }>({
        text: find,
        values: [follow, places],
      })
    : { rows: [] }
  const [found] = rows
  if (!found) {
    await recordLook(scope, { action: 'dossier.refused', by: 'over' })
    return { kind: 'follow_over' }
  }
  const { follow_id, tells, ...row } = found
  return {
    kind: 'dossier',
    dossier: await showDossier(scope, row, { by: 'follow', follow: { id: follow_id, tells } }),
  }
}
