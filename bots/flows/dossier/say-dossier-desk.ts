import type { DossierStatus, DossierView } from '../../../knowledge/dossiers/dossier.ts'
import type { DossierWorld, Saying } from './dossier-world.ts'

/** Something is to be handed in, paid, asked or put right: refused, papers or money wanted, withdrawn, stopped. */
export const deskStatuses: readonly DossierStatus[] = [3, 5, 6, 7, 8]

/** Where to go about a dossier, or to collect its result: the desk, its telephone and hours. */
export function sayDossierDesk(view: DossierView, saying: Saying, world: DossierWorld): string {
  const desk = world.deskOf(view, saying)
  if (desk) return saying.text('dossier.desk', desk)
  const elsewhere = view.status === 9 ? 'dossier.collect.elsewhere' : 'dossier.desk.elsewhere'
  return saying.text(elsewhere, { hotline: world.hotline })
}
