import { isQuestion } from './is-question.ts'
import type { Sprint } from './sprint.ts'
import type { Frame } from './state.ts'
import { keepValid } from './valid-answers.ts'
import { walk } from './walk.ts'

/**
 * Brings flows under way up to the versions now in force: every answer still valid is kept, and the person is
 * told in one sentence. A flow that no longer exists is left.
 * @returns whether the open question is another one now, so that what was just typed cannot be its answer
 */
export function carryOver(sprint: Sprint): boolean {
  const { frames } = sprint.state
  if (frames.every((frame) => sprint.flowOf(frame)?.flow.version === frame.version)) return false
  const changes = frames.flatMap((frame) => changed(sprint, frame) ?? [])
  const kept = frames.flatMap((frame) => {
    const next = carry(sprint, frame)
    return next ? [next] : []
  })
  sprint.state = { ...sprint.state, frames: kept }
  if (kept.length < frames.length) {
    sprint.lead(sprint.text('carried.gone'))
    if (kept.length) walk(sprint, sprint.open()?.at ?? 0)
    return true
  }
  const [change] = changes
  sprint.lead(change ? sprint.text('carried.changed', { change }) : sprint.text('carried.updated'))
  const depth = kept.findIndex((frame) => asksEarlier(sprint, frame))
  if (depth === -1) return false
  sprint.cutTo(depth + 1)
  walk(sprint, 0)
  return true
}

/** Whether the frame's flow, as it is now, has something to ask before the step it stands at. */
function asksEarlier(sprint: Sprint, frame: Frame): boolean {
  const compiled = sprint.flowOf(frame)
  const at = compiled?.index.get(frame.step)
  const scope = sprint.scope(frame.answers)
  const open = compiled?.flow.steps.findIndex(
    (step) =>
      isQuestion(step) && frame.answers[step.id] === undefined && (!step.when || step.when(scope) === true),
  )
  return at === undefined || (open !== undefined && open !== -1 && open < at)
}

function changed(sprint: Sprint, frame: Frame): string | undefined {
  return sprint.flowOf(frame)?.flow.changedSince?.(frame.version, sprint.scope(frame.answers))
}

function carry(sprint: Sprint, frame: Frame): Frame | undefined {
  const compiled = sprint.flowOf(frame)
  if (!compiled || compiled.flow.version === frame.version) return compiled && frame
  const answers = keepValid(compiled, frame.answers, sprint.scope(frame.answers))
  return { ...frame, version: compiled.flow.version, answers }
}
