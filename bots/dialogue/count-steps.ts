import { isCounted } from './compile-flow.ts'
import type { Answers } from './event.ts'
import type { CompiledFlow, Scope, Step } from './flow.ts'

/**
 * Which step of how many the one at `at` is. The number of all is that of the longest way still open, so it
 * may shrink as answers come in but never grows.
 */
export function countSteps(compiled: CompiledFlow, at: number, scope: Scope): { step: number; of: number } {
  if (compiled.ordinals) return { step: (compiled.ordinals[at] ?? 0) + 1, of: compiled.counted }
  const { steps } = compiled.flow
  let before = 0
  for (let i = 0; i < at; i++) {
    const step = steps[i]
    if (step && isCounted(step) && isDone(step, scope)) before++
  }
  return { step: before + 1, of: before + longestWay(steps, at, scope) }
}

/** A question is behind the person when answered; a called flow when its guard has closed again. */
function isDone(step: Step, scope: Scope): boolean {
  return step.kind === 'call' ? false : scope.answers[step.id] !== undefined && step.when?.(scope) !== false
}

/** Counted steps from `from` to the end, at most, over every answer to the questions that decide the way. */
function longestWay(steps: readonly Step[], from: number, scope: Scope): number {
  for (let i = from; i < steps.length; i++) {
    const step = steps[i]
    if (!step || !isCounted(step)) continue
    if (step.kind !== 'call' && scope.answers[step.id] !== undefined) continue
    if (step.when?.(scope) === false) continue
    if (step.kind === 'choice' && step.decides && typeof step.choices !== 'function') {
      const ways = step.choices.map((choice) =>
        longestWay(steps, i + 1, scope.over(withAnswer(scope.answers, step.id, choice.id))),
      )
      return 1 + Math.max(0, ...ways)
    }
    return 1 + longestWay(steps, i + 1, scope)
  }
  return 0
}

function withAnswer(answers: Answers, id: string, value: string): Answers {
  return { ...answers, [id]: value }
}
