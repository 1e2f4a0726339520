import { createRandom, shuffle } from './random.ts'
import type { Question } from './read-questions.ts'

/** A question in its fold: whatever answers it in a test was learnt from the other folds. */
export interface Folded {
  question: Question
  fold: number
}

/** Deals the questions out evenly, those that ask for the same into different folds, always in the same way. */
export function deal(questions: readonly Question[], folds: number): Folded[] {
  const byLabel = shuffle(questions, createRandom(11)).sort((a, b) =>
    (a.expected[0] ?? '').localeCompare(b.expected[0] ?? ''),
  )
  return byLabel.map((question, at) => ({ question, fold: at % folds }))
}
