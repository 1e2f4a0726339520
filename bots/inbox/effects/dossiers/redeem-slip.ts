import { type DossierRow, dossierColumns } from '../../../../knowledge/dossiers/access/dossier-columns.ts'
import { hashSlip } from '../../../../knowledge/dossiers/access/dossier-hashes.ts'
import type { Tells } from '../../../../knowledge/dossiers/dossier.ts'
import type { DossierAnswer, DossierAsk } from '../../../dialogue/event.ts'
import { mayTry, noteWrongTry } from '../limit-tries.ts'
import { lockPeople } from '../lock-people.ts'
import type { DossierScope } from './dossier-scope.ts'
import { followDossier } from './follow-dossier.ts'
import { recordLook } from './record-look.ts'
import { showDossier } from './show-dossier.ts'

// Of two at once, the second waits for the first and then finds it used. It expires by real time.
const use = `
  with used as (
    update dossier_slip set used_at = clock_timestamp()
    where hash = $1 and used_at is null and expires_at > clock_timestamp()
    returning dossier_id
  )
  select ${dossierColumns} from used join dossier d on d.id = used.dossier_id`

// Of the person's own follows, the one whose slip this was.
const findUsed = `
  select ${dossierColumns}, f.id::text as follow_id, f.tells
  from dossier_follow f join dossier_slip s on s.dossier_id = f.dossier_id join dossier d on d.id = f.dossier_id
  where f.conversation_id = any($1::bigint[]) and f.ended_at is null and s.hash = $3
  order by (f.conversation_id = $2::bigint) desc limit 1`

/**
 * Uses the one-time code of an access slip up: this conversation follows its dossier. A right one is always taken,
 * also from whoever has to wait; and whoever follows the dossier already is shown it again by the slip they keep.
 */
export async function redeemSlip(
  scope: DossierScope,
  { code }: Extract<DossierAsk, { kind: 'redeem_slip' }>,
): Promise<DossierAnswer> {
  const { sql, conversation, asker, dossiers } = scope
  // Before any slip's row, which another turn of this batch that counts tries would else hold while it waits.
  await lockPeople(sql)
  const hash = hashSlip(dossiers.key, code)
  const used = await sql.query<DossierRow>({ text: use, values: [hash] })
  const [row] = used.rows
  if (row) {
    const follow = await followDossier(scope, row.id, 'slip')
    return { kind: 'dossier', dossier: await showDossier(scope, row, { by: 'slip', follow }), fresh: true }
  }
  const { rows } = await sql.query<DossierRow & { follow_id: string; tells: Tells }>({
    text: findUsed,
    values: [asker.places.map(({ id }) => id), conversation.id, hash],
  })
  const [own] = rows
  if (own) {
    const follow = { id: own.follow_id, tells: own.tells }
    return { kind: 'dossier', dossier: await showDossier(scope, own, { by: 'follow', follow }) }
  }
  const may = await mayTry(scope, 'slip')
  if (may) await noteWrongTry(scope, 'slip')
  await recordLook(scope, { action: 'dossier.refused', by: may ? 'slip' : 'wait' })
  return { kind: 'slip_refused', reason: may ? 'unknown' : 'too_many_tries' }
}
