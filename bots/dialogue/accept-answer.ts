import { choicesOf } from './ask-question.ts'
import type { Answer, Answers } from './event.ts'
import type { CompiledFlow, FlowChoice, QuestionStep, Scope } from './flow.ts'
import { isQuestion } from './is-question.ts'
import type { Sprint } from './sprint.ts'
import { isValidAnswer } from './valid-answers.ts'
import { walk } from './walk.ts'

/**
 * Takes an answer to the question at `at` of the frame at `depth`, which may be an older one: flows above it
 * are left, answers that the new one makes pointless are dropped, and it goes on from the first open question.
 */
export function acceptAnswer(
  sprint: Sprint,
  depth: number,
  compiled: CompiledFlow,
  at: number,
  step: QuestionStep,
  value: Answer,
): void {
  if (sprint.state.frames.length > depth + 1) sprint.cutTo(depth + 1)
  const frame = sprint.top
  if (!frame) return
  const changed = frame.step !== step.id || frame.answers[step.id] !== undefined
  const given = { ...frame.answers, [step.id]: value }
  const answers = changed ? withoutPointless(sprint, compiled, at, given) : given
  const { picked: _, ...rest } = frame
  sprint.replaceTop({ ...rest, step: step.id, answers })
  sprint.lead(sayBack(step, value, sprint.scope()))
  walk(sprint, at + 1)
}

function withoutPointless(sprint: Sprint, compiled: CompiledFlow, at: number, given: Answers): Answers {
  let answers = given
  for (const step of compiled.flow.steps.slice(at + 1)) {
    const answer = answers[step.id]
    if (answer === undefined) continue
    const scope = sprint.scope(answers)
    if (step.when?.(scope) !== false && (!isQuestion(step) || isValidAnswer(step, answer, scope))) continue
    const { [step.id]: _, ...left } = answers
    answers = left
  }
  return answers
}

/** What was understood: what it means for the person where the choice says so, else the answer itself. */
function sayBack(step: QuestionStep, value: Answer, scope: Scope): string {
  if (step.uncounted) return ''
  if (step.kind === 'choice') {
    const chosen = find(choicesOf(step, scope), value)
    if (!chosen) return ''
    const noted = scope.text('noted', { answer: chosen.label[scope.lang] })
    return chosen.note ? `${noted} ${chosen.note[scope.lang]}` : noted
  }
  if (step.kind === 'many') {
    const choices = choicesOf(step, scope)
    const labels = (Array.isArray(value) ? value : []).map((id) => find(choices, id)?.label[scope.lang])
    const said = labels.filter((label) => label !== undefined)
    return scope.text('noted', { answer: said.length ? said.join('; ') : scope.text('many.none') })
  }
  const own = choicesOf(step, scope).find(({ id }) => id === value)
  if (own) return ''
  return scope.text('noted', { answer: step.show?.(value, scope) ?? String(value) })
}

function find(choices: readonly FlowChoice[], value: Answer | undefined): FlowChoice | undefined {
  return choices.find(({ id }) => id === value)
}
