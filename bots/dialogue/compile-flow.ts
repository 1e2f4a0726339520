import type { CompiledFlow, Flow, FlowChoice, Step } from './flow.ts'
import { isQuestion } from './is-question.ts'
import { prepareChoices } from './understand-answer.ts'

/** Works out once what every turn of a flow needs, so that a turn costs the same in a long flow as in a short one. */
export function compileFlow(flow: Flow): CompiledFlow {
  const index = new Map(flow.steps.map((step, at) => [step.id, at]))
  if (index.size !== flow.steps.length) throw new Error(`flow ${flow.id} has two steps of one id`)
  const counted = flow.steps.filter(isCounted)
  const guarded = counted.some((step) => step.when !== undefined || step.kind === 'call')
  let before = 0
  const ordinals = flow.steps.map((step) => (isCounted(step) ? before++ : before))
  const prepared = new Map(
    flow.steps.flatMap((step) =>
      (step.kind === 'choice' || step.kind === 'many') && Array.isArray(step.choices)
        ? [[step.id, prepareBoth(step.choices)] as const]
        : [],
    ),
  )
  return { flow, index, ordinals: guarded ? undefined : ordinals, counted: counted.length, prepared }
}

/** A step that a person is promised as one of "Bước 2/5". */
export function isCounted(step: Step): boolean {
  return step.kind === 'call' || (isQuestion(step) && !step.uncounted)
}

/** Choices in the form in which typed answers are compared with them, per language. */
export function prepareBoth(choices: readonly FlowChoice[]) {
  const inLanguage = (lang: 'vi' | 'en') =>
    prepareChoices(
      choices.map(({ label, says, means, wayOut }) => ({
        label: label[lang],
        // Vietnamese wordings are understood whatever language the person is shown.
        says: lang === 'vi' ? says : [...(says ?? []), label.vi],
        means,
        wayOut,
      })),
    )
  return { vi: inLanguage('vi'), en: inLanguage('en') }
}
