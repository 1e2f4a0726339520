import { type DossierRow, dossierColumns } from '../../../../knowledge/dossiers/access/dossier-columns.ts'
import { hashProof } from '../../../../knowledge/dossiers/access/dossier-hashes.ts'
import type { DossierAnswer, DossierAsk } from '../../../dialogue/event.ts'
import { countTries } from './count-tries.ts'
import type { DossierScope } from './dossier-scope.ts'
import { followDossier } from './follow-dossier.ts'
import { openDossier } from './open-dossier.ts'
import { recordLook } from './record-look.ts'
import { showDossier } from './show-dossier.ts'

// Code and digits are one hash: a wrong code and wrong digits end in the same place of the index.
const find = `select ${dossierColumns} from dossier d where d.proof_hash = $1`

/** Opens a dossier by its code and the last four digits of the identity number and of the phone, all right at once. */
export async function proveDossier(
  scope: DossierScope,
  { code, idLast4, phoneLast4 }: Extract<DossierAsk, { kind: 'prove_dossier' }>,
): Promise<DossierAnswer> {
  const opened = await openDossier(scope, code)
  if (opened) return opened
  const tries = await countTries(scope, code)
  if (tries.wait && !tries.open) {
    await recordLook(scope, { action: 'dossier.refused', code, by: 'wait' })
    return tries.wait
  }
  const { rows } = await scope.sql.query<DossierRow>({
    name: 'find proved dossier',
    text: find,
    values: [hashProof(scope.dossiers.key, { code, idLast4, phoneLast4 })],
  })
  const [row] = rows
  if (!row) {
    await tries.noteDigits()
    await recordLook(scope, { action: 'dossier.refused', code, by: 'digits' })
    return { kind: 'dossier_wrong', code }
  }
  await tries.takeBack()
  const follow = await followDossier(scope, row.id, 'digits')
  return { kind: 'dossier', dossier: await showDossier(scope, row, { by: 'digits', follow }), fresh: true }
}
