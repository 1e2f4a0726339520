import type { Speaker } from './said.ts'

/** Whether an official has entered it by hand, as the one source `official`, and no other system said it. */
export function isEntered({ source, correct }: Pick<Speaker, 'source' | 'correct'>): boolean {
  return correct === true || source === 'official'
}
