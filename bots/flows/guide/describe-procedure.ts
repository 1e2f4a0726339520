import { Temporal } from 'temporal-polyfill'
import { holds } from '../../../knowledge/procedures/holds.ts'
import type { Condition, Procedure } from '../../../knowledge/procedures/schema.ts'
import { sayShortDate } from '../say-values.ts'
import { feesOf, namePaper, notesOf, paperNotes, papersOf, sayFee, sayTime, timesOf } from './case-facts.ts'
import type { CaseScope } from './case-scope.ts'
import { sayDeadlines } from './due-facts.ts'
import { gatherHedges } from './gather-hedges.ts'
import type { GuideWorld } from './guide-world.ts'
import { sayChannels, sayHours, sayPlace } from './place-facts.ts'
import type { ProcedureSheet, SheetLine, SheetSection, SheetSectionId } from './procedure-sheet.ts'
import { tellCase } from './tell-case.ts'

/**
 * Everything the assistant knows of a procedure, on one page and without a conversation. With answers in the
 * scope it is the page of that case; without any, what depends on one carries the case's name.
 */
export function describeProcedure(procedure: Procedure, scope: CaseScope, world: GuideWorld): ProcedureSheet {
  const { lang } = scope
  const sections = sectionsOf(procedure, scope, world).filter(({ lines }) => lines.length > 0)
  const { short, note } = gatherHedges(
    sections.flatMap(({ lines }) => lines.map(({ text }) => text)),
    scope,
  )
  const { checked, check_again, url } = procedure
  return {
    code: procedure.code,
    lang,
    title: procedure.short[lang],
    name: procedure.name[lang],
    guided: procedure.questions.length > 0,
    sections: sections.map((section) => ({
      ...section,
      lines: section.lines.map((line) => ({ ...line, text: short(line.text) })),
    })),
    ...(note ? { doubt: note } : {}),
    checked: scope.text('basis.checked', { date: sayShortDate(Temporal.PlainDate.from(checked)) }),
    ...(check_again <= scope.today.toString() ? { overdue: scope.text('basis.overdue') } : {}),
    ...(url ? { portal: { label: scope.text('label.portal'), url } } : {}),
  }
}

function sectionsOf(procedure: Procedure, scope: CaseScope, world: GuideWorld): SheetSection[] {
  const { lang } = scope
  const section = (id: SheetSectionId, label: string, lines: SheetLine[]): SheetSection => ({
    id,
    // Some stand as sentences of their own in a conversation.
    label: scope.text(label).replace(/:$/, ''),
    lines,
  })
  const says = (...texts: (string | undefined)[]) => texts.flatMap((text) => (text ? [{ text }] : []))
  const papers = papersOf(procedure, scope)
  const needed = papers.filter(({ notNeeded }) => notNeeded === undefined)
  const paperLine = ({ paper }: (typeof papers)[number]): SheetLine => ({
    text: namePaper(paper, scope),
    notes: paperNotes(paper, scope),
    ...caseOf(paper.when, procedure, scope),
  })
  return [
    section('who', 'label.who', says(procedure.who[lang])),
    section('papers', 'label.papers', needed.filter(({ sure }) => sure).map(paperLine)),
    section('papers_some', 'label.papers_some', needed.filter(({ sure }) => !sure).map(paperLine)),
    section(
      'papers_spared',
      'checklist.spared',
      papers.flatMap(({ paper, notNeeded }) =>
        notNeeded === undefined ? [] : [{ text: `${paper.name[lang]}: ${notNeeded}` }],
      ),
    ),
    section('fee', 'label.fee', says(...feeLines(procedure, scope))),
    section('time', 'label.time', says(...timeLines(procedure, scope))),
    section('where', 'label.where', says(sayPlace(procedure, scope, world))),
    section('hours', 'label.hours', says(sayHours(procedure, scope, world))),
    section('how', 'label.how', says(sayChannels(procedure, scope))),
    section('deadlines', 'label.deadlines', says(...sayDeadlines(procedure, scope, world))),
    section('late', 'label.late', says(procedure.late?.[lang])),
    section(
      'notes',
      'label.notes',
      notesOf(procedure, scope).map(({ text, when }) => ({
        text: text[lang],
        ...caseOf(when, procedure, scope),
      })),
    ),
    section('result', 'label.result', says(procedure.result[lang])),
    section('after', 'label.after', says(procedure.after[lang])),
    section('related', 'label.related', relatedLines(procedure, scope, world)),
    section('basis', 'label.basis', says(procedure.legal_basis.join('; '), procedure.source)),
  ]
}

function feeLines(procedure: Procedure, scope: CaseScope): string[] {
  const fees = feesOf(procedure, scope)
  return fees.length ? fees.map((fee) => sayFee(fee, scope)) : [scope.text('fee.unknown')]
}

function timeLines(procedure: Procedure, scope: CaseScope): string[] {
  const times = timesOf(procedure, scope)
  return times.length ? times.map((time) => sayTime(time, scope)) : [scope.text('time.unknown')]
}

function caseOf(
  when: Condition | undefined,
  procedure: Procedure,
  scope: CaseScope,
): Pick<SheetLine, 'case'> {
  if (!when || holds(when, scope.answers, scope.today) === true) return {}
  return { case: tellCase(when, procedure, scope) ?? null }
}

function relatedLines(procedure: Procedure, scope: CaseScope, world: GuideWorld): SheetLine[] {
  return procedure.links
    .filter(({ when }) => holds(when, scope.answers, scope.today) !== false)
    .map(({ code, name, why }) => {
      const known = world.procedure(code, scope.today)
      return {
        text: name[scope.lang],
        notes: [why[scope.lang]],
        ...(known ? { code: known.code } : {}),
      }
    })
}
