import type { Path } from './remark.ts'
import type { Condition, ProcedureVersion, Question } from './schema.ts'

/** A condition, where it stands, and the questions whose answers can be known there. */
export interface PlacedCondition {
  condition: Condition
  path: Path
  asked: readonly Question[]
}

const conditioned = ['papers', 'fees', 'times', 'deadlines', 'notes', 'links'] as const

/** Every condition of a version. @param at where the version itself stands in its file */
export function* conditionsOf(version: ProcedureVersion, at: Path): Generator<PlacedCondition> {
  const { questions } = version
  for (const [index, { when }] of questions.entries()) {
    const path = [...at, 'questions', index, 'when']
    if (when) yield { condition: when, path, asked: questions.slice(0, index) }
  }
  for (const field of conditioned) {
    for (const [index, { when }] of version[field].entries()) {
      if (when) yield { condition: when, path: [...at, field, index, 'when'], asked: questions }
    }
  }
  for (const [index, paper] of version.papers.entries()) {
    for (const field of ['not_needed', 'notes'] as const) {
      for (const [place, { when }] of paper[field].entries()) {
        const path = [...at, 'papers', index, field, place, 'when']
        if (when) yield { condition: when, path, asked: questions }
      }
    }
  }
}
