import type { Temporal } from 'temporal-polyfill'
import { sayDate } from '../../../knowledge/calendar/say-date.ts'
import { sayDossierCode } from '../../../knowledge/dossiers/codes/say-dossier-code.ts'
import type { DossierView } from '../../../knowledge/dossiers/dossier.ts'
import type { DossierWorld, Saying } from './dossier-world.ts'
import { judgeDue } from './judge-due.ts'
import { sayDueDate } from './say-due.ts'

const items = {
  left: 'dossier.item.due',
  today: 'dossier.item.due',
  late: 'dossier.item.late',
  paused: 'dossier.item.paused',
} as const

/**
 * A dossier in one line of a list: which it is, its status in few words, and when it is due.
 * @param was the day it was due before, where that is news
 */
export function tellBriefly(
  view: DossierView,
  saying: Saying,
  world: DossierWorld,
  was?: Temporal.PlainDate,
): string {
  const code = sayDossierCode(view.code)
  const procedure = view.procedure && world.procedureName(view.procedure, saying)
  const what = procedure ? `${procedure}, ${code}` : code
  const status = world.facts.statuses[view.status].short[saying.lang]
  const due = judgeDue(view, saying, world)
  if (!due) return saying.text('dossier.item', { what, status })
  const before = was && saying.text('dossier.due.was', { date: sayDate(was, saying.lang, { year: false }) })
  const date = sayDueDate(due, saying, { notes: before ? [before] : [], year: false })
  return saying.text(items[due.kind], { what, status, date })
}
