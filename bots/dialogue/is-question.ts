import type { QuestionStep, Step } from './flow.ts'

/** Whether a step waits for the person. */
export function isQuestion(step: Step): step is QuestionStep {
  return 'ask' in step
}
