import { countSteps } from './count-steps.ts'
import type { CompiledFlow, FlowChoice, QuestionStep, Scope, Told } from './flow.ts'
import { pickedOf } from './picked-of.ts'
import { answerRef, toggleRef } from './refs.ts'
import type { Choice } from './reply.ts'
import type { Sprint } from './sprint.ts'
import type { Frame } from './state.ts'

/** Asks the question at `at` of the innermost flow, with its choices and how far along it is. */
export function askQuestion(
  sprint: Sprint,
  compiled: CompiledFlow,
  at: number,
  step: QuestionStep,
  extra: { offer?: readonly FlowChoice[]; wayOut?: Choice; replacesTapped?: true } = {},
): void {
  const frame = sprint.top
  if (!frame) return
  const scope = sprint.scope()
  const choices = [...shownChoices(step, frame, scope, extra.offer), ...(extra.wayOut ? [extra.wayOut] : [])]
  const progress = step.uncounted ? undefined : sayProgress(sprint, compiled, at, scope)
  sprint.push({
    ...(progress ? { progress } : {}),
    blocks: [{ kind: 'text', text: tell(step.ask, scope) }],
    ...(choices.length ? { choices } : {}),
    ...(extra.replacesTapped ? { replacesTapped: true as const } : {}),
  })
}

/** What is told, in the person's language. */
export function tell(told: Told, scope: Scope): string {
  return typeof told === 'function' ? told(scope) : told[scope.lang]
}

/** The choices of a question as they stand now. */
export function choicesOf(step: QuestionStep, scope: Scope): readonly FlowChoice[] {
  if (step.kind === 'choice' || step.kind === 'many')
    return typeof step.choices === 'function' ? step.choices(scope) : step.choices
  return step.offers?.(scope) ?? []
}

function shownChoices(
  step: QuestionStep,
  frame: Frame,
  scope: Scope,
  offer: readonly FlowChoice[] | undefined,
): Choice[] {
  const { lang } = scope
  if (step.kind === 'many') {
    const picked = new Set(pickedOf(frame, step.id))
    const shown = choicesOf(step, scope).map((choice) => ({
      label: `${picked.has(choice.id) ? '☑' : '☐'} ${choice.label[lang]}`,
      ref: toggleRef(frame.run, step.id, choice.id),
    }))
    return [
      ...shown,
      { label: scope.text('many.done'), ref: toggleRef(frame.run, step.id, ''), wayOut: true },
    ]
  }
  return (offer ?? choicesOf(step, scope)).map((choice) => ({
    label: choice.label[lang],
    ref: choice.ref ?? answerRef(frame.run, step.id, choice.id),
    ...(choice.wayOut ? { wayOut: true as const } : {}),
  }))
}

/** Within a called flow, the step is that of the flow which called it: that is what the person was promised. */
function sayProgress(sprint: Sprint, compiled: CompiledFlow, at: number, scope: Scope): string | undefined {
  const parent = sprint.state.frames.at(-2)
  const caller = parent && sprint.flowOf(parent)
  const callAt = caller?.index.get(parent?.step ?? '')
  const called = callAt === undefined ? undefined : caller?.flow.steps[callAt]
  if (called?.kind === 'call' && parent && caller && callAt !== undefined) {
    return scope.text('progress', countSteps(caller, callAt, scope.over(parent.answers)))
  }
  if (!compiled.flow.promised) return undefined
  return scope.text('progress', countSteps(compiled, at, scope))
}
