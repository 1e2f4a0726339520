import type { DossierView } from '../../../knowledge/dossiers/dossier.ts'
import { type DaysLeft, daysLeft } from '../../../knowledge/dossiers/time/days-left.ts'
import type { DossierWorld, Saying } from './dossier-world.ts'

/** How a dossier stands to its due date today; undefined when there is none, or nothing is due any more. */
export function judgeDue(
  view: DossierView,
  { today }: Pick<Saying, 'today'>,
  { calendar, facts }: DossierWorld,
): DaysLeft | undefined {
  return daysLeft(view, { calendar, statuses: facts.statuses, today })
}
