import type { Temporal } from 'temporal-polyfill'
import { conditionsOf } from './conditions-of.ts'
import { type GivenAnswers, holds } from './holds.ts'
import type { Comparison, Condition, ProcedureVersion, Question } from './schema.ts'

/** One way through a guide, as far as it goes. */
export interface GuidePath {
  answers: GivenAnswers
  /** The choice that leads elsewhere or ends the guide; absent when it comes to its result. */
  leftBy?: string
}

/** A guide with more ways through it than this is walked no further: nobody could read it either. */
export const mostPaths = 5_000

/**
 * Every way through a version's questions: each choice, each one of several, and for dates and numbers the
 * values on both sides of every bound that a condition names. For trying guides out as a whole.
 */
export function* walkPaths(version: ProcedureVersion, today: Temporal.PlainDate): Generator<GuidePath> {
  const comparisons = comparisonsIn(version)
  const answersTo = version.questions.map((question) => sampleAnswers(question, comparisons, today))

  function* from(index: number, answers: GivenAnswers): Generator<GuidePath> {
    const question = version.questions[index]
    if (!question) return yield { answers }
    if (!holds(question.when, answers, today)) return yield* from(index + 1, answers)
    for (const answer of answersTo[index] ?? []) {
      const next = { ...answers, [question.id]: answer }
      const leftBy = leaves(question, answer)
      if (leftBy) yield { answers: next, leftBy }
      else yield* from(index + 1, next)
    }
  }
  yield* from(0, {})
}

function leaves(question: Question, answer: GivenAnswers[string]) {
  if (question.kind !== 'choice') return undefined
  const choice = question.choices.find(({ id }) => id === answer)
  return choice?.leads_to ?? choice?.ends_with?.vi
}

function sampleAnswers(
  question: Question,
  comparisons: ReadonlyMap<string, readonly Comparison[]>,
  today: Temporal.PlainDate,
): GivenAnswers[string][] {
  const bounds = comparisons.get(question.id) ?? []
  switch (question.kind) {
    case 'choice':
      return question.choices.map(({ id }) => id)
    case 'many':
      return [...question.choices.map(({ id }) => [id]), question.choices.map(({ id }) => id)]
    case 'date': {
      const named = bounds.flatMap((one) => [one.days_ago_at_least, one.days_ago_at_most])
      const days = new Set([0, ...around(named)].filter((one) => one >= 0 || !question.not_future))
      return [...days].map((ago) => today.subtract({ days: ago }).toString())
    }
    case 'number': {
      const named = around(bounds.flatMap((one) => [one.at_least, one.at_most]))
      const within = named.filter((one) => one >= question.min && one <= question.max)
      return [...new Set([question.min, ...within, question.max])]
    }
    case 'text':
      return ['…']
  }
}

function around(bounds: (number | undefined)[]) {
  return bounds.flatMap((bound) => (bound === undefined ? [] : [bound - 1, bound, bound + 1]))
}

function comparisonsIn(version: ProcedureVersion) {
  const found = new Map<string, Comparison[]>()
  const collect = (condition: Condition) => {
    for (const [key, wanted] of Object.entries(condition)) {
      if (key === 'any_of') (wanted as Condition[]).forEach(collect)
      else if (key === 'not') collect(wanted as Condition)
      else if (typeof wanted === 'object' && !Array.isArray(wanted)) {
        found.set(key, [...(found.get(key) ?? []), wanted as Comparison])
      }
    }
  }
  for (const { condition } of conditionsOf(version, [])) collect(condition)
  return found
}
