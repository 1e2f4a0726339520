import type { StepState } from '../dialogue/reply.ts'

/** How a step is marked where it is text; each mark is another shape, since colour alone tells nothing. */
export const stepMarks: Record<StepState, string> = {
  done: '✓',
  now: '●',
  waiting: '⏳',
  ended: '■',
  to_come: '○',
}
