import type { DossierRow } from '../../../../knowledge/dossiers/access/dossier-columns.ts'
import { viewDossier } from '../../../../knowledge/dossiers/access/view-dossier.ts'
import type { DossierView, Tells } from '../../../../knowledge/dossiers/dossier.ts'
import type { DossierScope } from './dossier-scope.ts'
import { type Look, recordLook } from './record-look.ts'

/** A follow of the person's own, by which a dossier is shown. */
export interface Follow {
  id: string
  tells: Tells
}

/**
 * Puts on record that a dossier is shown, and gives what this channel may say of it.
 * @param follow none for an official's look-up
 */
export async function showDossier(
  scope: DossierScope,
  row: DossierRow,
  { by, follow }: { by: NonNullable<Look['by']>; follow?: Follow },
): Promise<DossierView> {
  const { asker, conversation, dossiers } = scope
  await recordLook(scope, { action: 'dossier.shown', code: row.code, by })
  const unit = asker.official?.unit
  return viewDossier(row, {
    discreet: dossiers.isDiscreet(conversation.channel),
    ...(unit !== undefined && (unit === 'all' || unit === row.unit) ? { whole: true } : {}),
    ...(follow ? { follow } : {}),
  })
}
