import { Temporal } from 'temporal-polyfill'
import { hanoiDay } from '../../../knowledge/calendar/hanoi-day.ts'
import { sayDate } from '../../../knowledge/calendar/say-date.ts'
import { sayDossierCode } from '../../../knowledge/dossiers/codes/say-dossier-code.ts'
import type { DossierView } from '../../../knowledge/dossiers/dossier.ts'
import type { Block } from '../../dialogue/reply.ts'
import { capitalise, sayMoney } from '../say-values.ts'
import type { DossierWorld, Saying } from './dossier-world.ts'
import { drawSteps } from './draw-steps.ts'
import { judgeDue } from './judge-due.ts'
import { deskStatuses, sayDossierDesk } from './say-dossier-desk.ts'
import { sayDue } from './say-due.ts'
import { tellLate } from './tell-late.ts'

/**
 * Where a dossier stands, in the order in which a person wants to know: what it means and what to do, how far it has
 * come, papers to supply, and then when, where and how much. An official is told whose it is.
 */
export function tellDossier(view: DossierView, saying: Saying, world: DossierWorld): Block[] {
  const papers = view.status === 5 ? tellPapers(view, saying) : []
  const facts = factsOf(view, saying, world)
  return [
    { kind: 'title', text: saying.text('dossier.title', { code: sayDossierCode(view.code) }) },
    { kind: 'text', text: tellStatus(view, saying, world) },
    drawSteps(view, saying, world),
    ...papers,
    ...(facts.length ? [{ kind: 'facts' as const, items: facts }] : []),
  ]
}

/** What its status means, and what to do about it now; of a late one that rather than to wait for the day. */
function tellStatus(view: DossierView, saying: Saying, world: DossierWorld): string {
  const { plain, todo } = world.facts.statuses[view.status]
  const due = judgeDue(view, saying, world)
  const late = tellLate(view, due, saying, world)
  const todoNow = due?.kind === 'late' ? undefined : todo[saying.lang]
  return [plain[saying.lang], late, todoNow].filter((part) => part).join(' ')
}

function tellPapers({ papers = [], discreet }: DossierView, saying: Saying): Block[] {
  if (papers.length)
    return [
      { kind: 'text', text: saying.text('dossier.papers') },
      { kind: 'list', items: papers },
    ]
  return discreet ? [{ kind: 'text', text: saying.text('dossier.papers.discreet') }] : []
}

interface Fact {
  label: string
  value: string
}

function factsOf(view: DossierView, saying: Saying, world: DossierWorld): Fact[] {
  const { status, procedure, applicant, unit, note, result, feeDue, official } = view
  const day = (at: string | undefined) => at && sayDate(hanoiDay(Temporal.Instant.from(at)), saying.lang)
  const due = judgeDue(view, saying, world)
  const facts: [label: string, value: string | undefined][] = [
    ['dossier.label.procedure', procedure && world.procedureName(procedure, saying)],
    ['dossier.label.applicant', applicant],
    ['dossier.label.unit', official && unit ? world.unitName(unit, saying) : undefined],
    ['dossier.label.received', official ? day(view.receivedAt) : undefined],
    ['dossier.label.supply_by', status === 5 ? day(view.supplyBy) : undefined],
    ['dossier.label.fee', status === 6 && feeDue !== undefined ? sayMoney(feeDue, saying.lang) : undefined],
    ['label.due', due && sayDue(due, saying)],
    ['dossier.label.finished', official || status === 9 ? day(view.finishedAt) : undefined],
    ['dossier.label.returned', status === 10 ? day(view.returnedAt ?? view.statusAt) : undefined],
    ['dossier.label.result', status === 9 || official ? result : undefined],
    ['dossier.label.collect', status === 9 ? sayDossierDesk(view, saying, world) : undefined],
    ['dossier.label.desk', deskStatuses.includes(status) ? sayDossierDesk(view, saying, world) : undefined],
    ['dossier.label.note', note],
  ]
  return facts.flatMap(([label, value]) =>
    value ? [{ label: saying.text(label), value: capitalise(value) }] : [],
  )
}
