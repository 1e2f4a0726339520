import { acceptAnswer } from './accept-answer.ts'
import { applyOutcome } from './apply-outcome.ts'
import { askQuestion, choicesOf } from './ask-question.ts'
import { isQuestion } from './is-question.ts'
import { obeyCommand } from './obey-command.ts'
import { pickedOf } from './picked-of.ts'
import { type AnswerRef, readAnswerRef } from './refs.ts'
import type { Sprint } from './sprint.ts'
import { isValidAnswer } from './valid-answers.ts'

/** A button was pressed: perhaps an old one, perhaps one of a guide that is over, perhaps a made-up one. */
export function hearTap(sprint: Sprint, ref: string | null): void {
  sprint.state = { ...sprint.state, misses: 0 }
  const answer = ref === null ? undefined : readAnswerRef(ref)
  if (answer) return answerByTap(sprint, answer)
  if (ref === null) return oldButton(sprint, undefined)
  if (ref === 'c.resume') return obeyCommand(sprint, 'resume')
  applyOutcome(sprint, sprint.knowledge.respond({ kind: 'button', ref }, sprint.scope()))
}

function answerByTap(sprint: Sprint, ref: AnswerRef): void {
  const depth = sprint.state.frames.findIndex(({ run }) => run === ref.run)
  const frame = sprint.state.frames[depth]
  const compiled = frame && sprint.flowOf(frame)
  const at = compiled?.index.get(ref.step)
  const step = at === undefined ? undefined : compiled?.flow.steps[at]
  if (!frame || !compiled || at === undefined || !step || !isQuestion(step)) return oldButton(sprint, ref.run)
  if (ref.toggles) {
    if (step.kind !== 'many') return oldButton(sprint, ref.run)
    const picked = pickedOf(frame, step.id)
    if (ref.value === '') return acceptAnswer(sprint, depth, compiled, at, step, picked)
    const choices = choicesOf(step, sprint.scope(frame.answers))
    if (!choices.some(({ id }) => id === ref.value)) return oldButton(sprint, ref.run)
    const next = picked.includes(ref.value) ? picked.filter((id) => id !== ref.value) : [...picked, ref.value]
    sprint.cutTo(depth + 1)
    sprint.replaceTop({ ...frame, step: step.id, picked: next })
    return askQuestion(sprint, compiled, at, step, { replacesTapped: true })
  }
  if (!isValidAnswer(step, ref.value, sprint.scope(frame.answers))) return oldButton(sprint, ref.run)
  acceptAnswer(sprint, depth, compiled, at, step, step.kind === 'number' ? Number(ref.value) : ref.value)
}

function oldButton(sprint: Sprint, run: number | undefined): void {
  applyOutcome(sprint, sprint.knowledge.respond({ kind: 'old_button', run }, sprint.scope()))
}
