import { conditionsOf } from './conditions-of.ts'
import type { Path, PathRemark } from './remark.ts'
import type { Comparison, Condition, ProcedureFile, Question } from './schema.ts'

/** Conditions that name a question not asked before, a choice that it lacks, or bounds of the wrong kind. */
export function* conditionMistakes(file: ProcedureFile): Generator<PathRemark> {
  for (const [index, version] of file.versions.entries()) {
    for (const { condition, path, asked } of conditionsOf(version, ['versions', index])) {
      yield* mistakesIn(condition, path, asked)
    }
  }
}

function* mistakesIn(condition: Condition, path: Path, asked: readonly Question[]): Generator<PathRemark> {
  for (const [key, wanted] of Object.entries(condition)) {
    const place = [...path, key]
    if (key === 'any_of') {
      for (const [index, inner] of (wanted as Condition[]).entries()) {
        yield* mistakesIn(inner, [...place, index], asked)
      }
    } else if (key === 'not') {
      yield* mistakesIn(wanted as Condition, place, asked)
    } else {
      const question = asked.find(({ id }) => id === key)
      const what = question ? misfit(question, wanted) : `no question "${key}" is asked before this`
      if (what) yield { path: place, what }
    }
  }
}

function misfit(question: Question, wanted: Condition[string]): string | undefined {
  if (typeof wanted === 'string' || Array.isArray(wanted))
    return missingChoice(question, [wanted].flat() as string[])
  const bounds = Object.keys(wanted as Comparison)
  if (bounds.length === 0) return 'this comparison has no bounds'
  const fitting = { number: ['at_least', 'at_most'], date: ['days_ago_at_least', 'days_ago_at_most'] }
  const allowed: string[] =
    question.kind === 'number' || question.kind === 'date' ? fitting[question.kind] : []
  const wrong = bounds.find((bound) => !allowed.includes(bound))
  return wrong && `"${wrong}" does not fit a ${question.kind} question`
}

function missingChoice(question: Question, wanted: readonly string[]) {
  if (!('choices' in question)) return `a ${question.kind} question has no choices to compare with`
  const missing = wanted.find((one) => question.choices.every(({ id }) => id !== one))
  return missing && `question "${question.id}" has no choice "${missing}"`
}
