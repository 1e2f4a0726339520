import type { Comparison, Condition, Procedure, Question } from '../../../knowledge/procedures/schema.ts'
import { asWritten } from '../../../knowledge/procedures/settle-conditions.ts'
import { decapitalise } from '../say-values.ts'
import type { CaseScope } from './case-scope.ts'

/** Which case something is for, in the words of the question that decides it. */
export interface ToldCase {
  /** Absent when the answer says it all ("đến 17 tuổi"). */
  question?: string
  answer: string
}

/** So many days are said; more are years, and nobody counts those in days. */
const mostDays = 366

/**
 * A condition for somebody who has answered nothing yet.
 * @returns undefined when there is no simple way to say it
 */
export function tellCase(condition: Condition, procedure: Procedure, scope: CaseScope): ToldCase | undefined {
  const told = Object.entries(asWritten(condition)).map(([id, wanted]) => {
    const question = procedure.questions.find((one) => one.id === id)
    return question && wanted !== undefined ? tellLine(question, wanted, procedure, scope) : undefined
  })
  if (told.length === 0 || !told.every((one) => one !== undefined)) return undefined
  const question = told.find((one) => one.question !== undefined)?.question
  return {
    ...(question ? { question } : {}),
    answer: told.map(({ answer }, at) => (at ? decapitalise(answer) : answer)).join('; '),
  }
}

type Wanted = NonNullable<Condition[string]>

function tellLine(question: Question, wanted: Wanted, procedure: Procedure, scope: CaseScope) {
  if (typeof wanted === 'string') return tellChoices(question, [wanted], scope)
  if (Array.isArray(wanted)) return tellChoices(question, wanted as string[], scope)
  const answer = tellRange(question, wanted as Comparison, procedure, scope)
  return answer === undefined ? undefined : { answer }
}

function tellChoices(question: Question, ids: readonly string[], scope: CaseScope): ToldCase | undefined {
  if (question.kind !== 'choice' && question.kind !== 'many') return undefined
  const labels = question.choices.filter(({ id }) => ids.includes(id)).map(({ label }) => label[scope.lang])
  if (labels.length === 0) return undefined
  const answer = labels.reduce((one, other) => scope.text('case.or', { one, other: decapitalise(other) }))
  return { question: question.ask[scope.lang], answer }
}

function tellRange(
  question: Question,
  bounds: Comparison,
  procedure: Procedure,
  scope: CaseScope,
): string | undefined {
  const { at_least: least, at_most: most } = bounds
  if (question.kind === 'number') {
    const unit = question.unit?.[scope.lang]
    if (unit === undefined) return undefined
    if (least !== undefined && most !== undefined) return scope.text('case.between', { least, most, unit })
    if (least !== undefined) return scope.text('case.at_least', { least, unit })
    return most === undefined ? undefined : scope.text('case.at_most', { most, unit })
  }
  // The day is called what the period that runs from it calls it.
  const from = procedure.deadlines.find((deadline) => deadline.from === question.id)?.from_text?.[scope.lang]
  const { days_ago_at_least: over, days_ago_at_most: within } = bounds
  if (from === undefined || (over ?? within ?? mostDays) >= mostDays) return undefined
  if (over !== undefined) {
    return within === undefined ? scope.text('case.days_at_least', { days: over - 1, from }) : undefined
  }
  return within === undefined ? undefined : scope.text('case.days_at_most', { days: within, from })
}
