import type { Frame } from './state.ts'

/** What is ticked at a question with several answers: under way, or as answered before. */
export function pickedOf(frame: Frame, step: string): readonly string[] {
  if (frame.step === step && frame.picked) return frame.picked
  const answered = frame.answers[step]
  return Array.isArray(answered) ? answered : []
}
