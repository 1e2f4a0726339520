import { choicesOf } from './ask-question.ts'
import type { Answer, Answers } from './event.ts'
import type { CompiledFlow, QuestionStep, Scope } from './flow.ts'
import { isQuestion } from './is-question.ts'

/** Whether a stored or tapped value still is an answer to the question. */
export function isValidAnswer(step: QuestionStep, value: Answer, scope: Scope): boolean {
  if (step.kind === 'choice') return choicesOf(step, scope).some(({ id }) => id === value)
  if (step.kind === 'many') {
    return (
      Array.isArray(value) && value.every((id) => choicesOf(step, scope).some((choice) => choice.id === id))
    )
  }
  if (typeof value === 'string' && choicesOf(step, scope).some(({ id }) => id === value)) return true
  if (typeof value === 'object') return false
  return step.accepts ? step.accepts(String(value), scope) : true
}

/** The answers of an older version of a flow, or of a linked one, that this one still has questions for. */
export function keepValid(compiled: CompiledFlow, answers: Answers, scope: Scope): Answers {
  const kept: Answers = {}
  for (const step of compiled.flow.steps) {
    const value = answers[step.id]
    if (value !== undefined && isQuestion(step) && isValidAnswer(step, value, scope.over(kept))) {
      kept[step.id] = value
    }
  }
  return kept
}
