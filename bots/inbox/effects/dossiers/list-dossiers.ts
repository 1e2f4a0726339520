import { type DossierRow, dossierColumns } from '../../../../knowledge/dossiers/access/dossier-columns.ts'
import type { Tells } from '../../../../knowledge/dossiers/dossier.ts'
import type { DossierAnswer } from '../../../dialogue/event.ts'
import type { DossierScope } from './dossier-scope.ts'
import { followByPhone } from './follow-by-phone.ts'
import { recordLook } from './record-look.ts'
import { showDossier } from './show-dossier.ts'

/** More than a chat can show; who has more asks by code. */
const most = 20

const find = `
  with followed as materialized (
    select distinct on (f.dossier_id) f.dossier_id, f.id, f.tells from dossier_follow f
    where f.conversation_id = any($1::bigint[]) and f.ended_at is null
    order by f.dossier_id, (f.conversation_id = $2::bigint) desc
  )
  select ${dossierColumns}, f.id::text as follow_id, f.tells
  from followed f join dossier d on d.id = f.dossier_id
  order by d.updated_at desc, d.id desc limit ${most}`

/** All that the person follows, in all their conversations, with what came up since under a phone number of theirs. */
export async function listDossiers(
  scope: DossierScope,
  phone: 'proved_now' | undefined,
): Promise<DossierAnswer> {
  const { sql, conversation, asker } = scope
  const proved = asker.phones.length > 0
  if (proved && !phone) await followByPhone(scope, 'missing')
  const { rows } = await sql.query<DossierRow & { follow_id: string; tells: Tells }>({
    text: find,
    values: [asker.places.map(({ id }) => id), conversation.id],
  })
  if (rows.length === 0) await recordLook(scope, { action: 'dossier.listed' })
  const dossiers = await Promise.all(
    rows.map(({ follow_id, tells, ...row }) =>
      showDossier(scope, row, { by: 'list', follow: { id: follow_id, tells } }),
    ),
  )
  return { kind: 'my_dossiers', dossiers, phone: phone ?? (proved ? 'proved' : 'unproved') }
}
