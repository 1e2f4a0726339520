import type { Calendar } from '../../../knowledge/calendar/calendar.ts'
import type { DossierView } from '../../../knowledge/dossiers/dossier.ts'
import type { DossierFacts } from '../../../knowledge/dossiers/facts/dossier-facts.ts'
import type { Scope } from '../../dialogue/flow.ts'

/** What saying something of a dossier looks at; a push has no conversation's scope, but it has these. */
export type Saying = Pick<Scope, 'lang' | 'now' | 'today' | 'text'>

/** What is said of dossiers needs this of the world. */
export interface DossierWorld {
  facts: DossierFacts
  calendar: Calendar
  hotline: string
  /** A procedure as people call it; what the source wrote where it is none that is known. */
  procedureName(procedure: string, saying: Saying): string
  /** As said within a sentence. */
  unitName(slug: string, saying: Saying): string
  /** Where one goes about it, the telephone, and when it is open; undefined where that is no ward's desk. */
  deskOf(view: DossierView, saying: Saying): { place: string; phone: string; hours: string } | undefined
}
