import { askQuestion } from './ask-question.ts'
import type { Answers } from './event.ts'
import { isQuestion } from './is-question.ts'
import type { Sprint } from './sprint.ts'
import { keepValid } from './valid-answers.ts'

/** More steps than any flow has; a flow that runs in a circle without asking is a defect, not an endless loop. */
const most = 1000

/**
 * Goes on from the step at `from` of the innermost flow: says, branches, calls, until a question needs the
 * person or everything is done. Questions already answered (reused, or after a changed answer) are passed over.
 */
export function walk(sprint: Sprint, from: number): void {
  let at = from
  for (let steps = 0; steps < most; steps++) {
    const frame = sprint.top
    const compiled = frame && sprint.flowOf(frame)
    if (!frame || !compiled) return
    const step = compiled.flow.steps[at]
    if (!step) {
      const next = leaveFlow(sprint)
      if (next === undefined) return
      at = next
      continue
    }
    const scope = sprint.scope()
    if (step.when && step.when(scope) !== true) {
      at++
    } else if (isQuestion(step)) {
      if (frame.answers[step.id] === undefined) {
        sprint.replaceTop({ ...frame, step: step.id })
        askQuestion(sprint, compiled, at, step)
        return
      }
      at++
    } else if (step.kind === 'say') {
      const said = step.say(scope)
      if (typeof said === 'string') sprint.lead(said)
      else sprint.push(...said)
      at++
    } else if (step.kind === 'do') {
      const done = step.run(scope)
      if (done.ask) {
        sprint.ask = done.ask
        return
      }
      if (done.effects) sprint.effects.push(...done.effects)
      if (done.set) sprint.set(done.set)
      if (done.effects?.some((effect) => effect.kind === 'erase')) return sprint.forget()
      at++
    } else if (step.kind === 'branch') {
      const to = step.to(scope)
      if (to?.forget) sprint.replaceTop({ ...frame, answers: without(frame.answers, to.forget) })
      at = to ? (compiled.index.get(to.step) ?? compiled.flow.steps.length) : at + 1
    } else if (step.kind === 'call') {
      const called = sprint.knowledge.flow(step.flow, scope)
      sprint.replaceTop({ ...frame, step: step.id })
      if (!called) throw new Error(`flow ${compiled.flow.id} calls ${step.flow}, which does not exist`)
      sprint.pushFrame(called, {})
      at = 0
    } else {
      const to = step.to(scope)
      const below = sprint.state.frames.slice(0, -1)
      if (to === 'left') {
        sprint.takeUp()
        sprint.leave(below)
        // What was brought from elsewhere has not been walked yet.
        at = sprint.open()?.at ?? 0
        continue
      }
      sprint.cutTo(to === 'end' ? below.length : 0)
      if (to === 'end') {
        const next = resumeCaller(sprint)
        if (next === undefined) return
        at = next
      } else {
        if (below.length) sprint.leave(below)
        beginFlow(sprint, to.flow, to.answers ?? {})
        return
      }
    }
  }
  throw new Error(`flow ${sprint.top?.flow} goes round in a circle`)
}

/**
 * Begins a flow on top of those under way and walks to its first question.
 * @param answers given elsewhere already; those that are no answers here are dropped
 */
export function beginFlow(sprint: Sprint, id: string, answers: Answers): void {
  const compiled = sprint.knowledge.flow(id, sprint.scope(answers))
  if (!compiled) throw new Error(`there is no flow ${id}`)
  sprint.dropLeft(id)
  sprint.pushFrame(compiled, keepValid(compiled, answers, sprint.scope(answers)))
  walk(sprint, 0)
}

function leaveFlow(sprint: Sprint): number | undefined {
  sprint.cutTo(sprint.state.frames.length - 1)
  return resumeCaller(sprint)
}

/** Where the flow below goes on: after its call, or at the question that was open when something came between. */
function resumeCaller(sprint: Sprint): number | undefined {
  const open = sprint.open()
  if (!open) return undefined
  return open.step.kind === 'call' ? open.at + 1 : open.at
}

export function without(answers: Answers, ids: readonly string[]): Answers {
  const left = { ...answers }
  for (const id of ids) delete left[id]
  return left
}
