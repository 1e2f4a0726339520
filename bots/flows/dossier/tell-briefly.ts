import { sayDate } from '../../../knowledge/calendar/say-date.ts'
import { sayDossierCode } from '../../../knowledge/dossiers/codes/say-dossier-code.ts'
import type { DossierView } from '../../../knowledge/dossiers/dossier.ts'
import type { DossierWorld, Saying } from './dossier-world.ts'
import { judgeDue } from './judge-due.ts'

/** A dossier in one line of a list: which it is, its status in few words, and when it is due. */
export function tellBriefly(view: DossierView, saying: Saying, world: DossierWorld): string {
  const code = sayDossierCode(view.code)
  const procedure = view.procedure && world.procedureName(view.procedure, saying)
  const what = procedure ? `${procedure}, ${code}` : code
  const status = world.facts.statuses[view.status].short[saying.lang]
  const due = judgeDue(view, saying, world)
  if (!due) return saying.text('dossier.item', { what, status })
  const date = sayDate(due.date, saying.lang, { year: false })
  return saying.text(due.kind === 'late' ? 'dossier.item.late' : 'dossier.item.due', { what, status, date })
}
