import { holds } from '../../../knowledge/procedures/holds.ts'
import type { Condition, Procedure } from '../../../knowledge/procedures/schema.ts'
import { asWritten } from '../../../knowledge/procedures/settle-conditions.ts'
import type { Block } from '../../dialogue/reply.ts'
import { decapitalise } from '../say-values.ts'
import { namePaper, papersOf } from './case-facts.ts'
import type { CaseScope } from './case-scope.ts'
import { listUnder } from './list-under.ts'
import { tellCase } from './tell-case.ts'

/** What to bring, as far as the case is known: first what is sure, then the rest, each with when it is wanted. */
export function aboutPapers(procedure: Procedure, scope: CaseScope): Block[] {
  const guide = procedure.short[scope.lang]
  const papers = papersOf(procedure, scope).filter(({ notNeeded }) => notNeeded === undefined)
  const sure = papers.filter((one) => one.sure).map(({ paper }) => namePaper(paper, scope))
  const maybe = papers
    .filter((one) => !one.sure)
    .map(({ paper }) => `${namePaper(paper, scope)} (${sayWhen(paper.when, procedure, scope)})`)
  const lines = [...sure, ...maybe]
  if (lines.length === 0) return [{ kind: 'text', text: scope.text('about.papers.none', { guide }) }]
  const head = scope.text(sure.length || lines.length === 1 ? 'about.papers' : 'about.papers.maybe', {
    guide,
  })
  return listUnder(head, lines, scope, sure.length)
}

function sayWhen(when: Condition | undefined, procedure: Procedure, scope: CaseScope): string {
  const told = when && tellCase(openPart(when, scope), procedure, scope)
  if (!told) return scope.text('about.maybe')
  const { question, answer } = told
  // A bare "Có" says nothing without what it answers.
  return question && !answer.includes(' ')
    ? `${question} ${answer}`
    : scope.text('about.if', { answer: decapitalise(answer) })
}

/** What of a condition is still to be answered. */
function openPart(when: Condition, { answers, today }: CaseScope): Condition {
  const lines = Object.entries(asWritten(when))
  return Object.fromEntries(lines.filter(([id, wanted]) => holds({ [id]: wanted }, answers, today) !== true))
}
