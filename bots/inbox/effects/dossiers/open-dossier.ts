import { type DossierRow, dossierColumns } from '../../../../knowledge/dossiers/access/dossier-columns.ts'
import type { DossierAnswer } from '../../../dialogue/event.ts'
import type { DossierScope } from './dossier-scope.ts'
import { findOpened } from './find-opened.ts'
import { followByPhone } from './follow-by-phone.ts'
import { showDossier } from './show-dossier.ts'

const findOfUnit = `
  select ${dossierColumns} from dossier d where d.code = $1 and ($2 = 'all' or d.unit = $2)`

/**
 * Shows a dossier to whom it is open without further proof: who follows it, who has shown its phone number to be
 * theirs (from then on it is followed), and an official of its unit. None of them ever has to wait.
 */
export async function openDossier(scope: DossierScope, code: string): Promise<DossierAnswer | undefined> {
  const { official } = scope.asker
  const opened = await findOpened(scope, code)
  if (opened?.follow) {
    const { row, by, follow } = opened
    return { kind: 'dossier', dossier: await showDossier(scope, row, { by, follow }) }
  }
  if (opened) {
    await followByPhone(scope, { id: opened.row.id })
    const followed = await findOpened(scope, code)
    if (followed?.follow) {
      const { row, follow } = followed
      return { kind: 'dossier', dossier: await showDossier(scope, row, { by: 'phone', follow }), fresh: true }
    }
  }
  if (!official) return undefined
  const { rows } = await scope.sql.query<DossierRow>({ text: findOfUnit, values: [code, official.unit] })
  const [row] = rows
  return row && { kind: 'dossier', dossier: await showDossier(scope, row, { by: 'official' }) }
}
