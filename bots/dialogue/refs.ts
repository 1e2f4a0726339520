/**
 * What a button carries. `g<run>.<step>.<choice>` answers a question of the guide numbered `run`,
 * `m<run>.<step>.<choice>` ticks one of several (`m<run>.<step>.` alone says that's all); anything else stands
 * outside flows and is the home's to read.
 */
export interface AnswerRef {
  run: number
  step: string
  value: string
  /** One of several, ticked or unticked. */
  toggles: boolean
}

export function answerRef(run: number, step: string, value: string): string {
  return `g${run}.${step}.${value}`
}

export function toggleRef(run: number, step: string, value: string): string {
  return `m${run}.${step}.${value}`
}

/** @returns undefined when the ref isn't of an answer, whatever a stranger put into it */
export function readAnswerRef(ref: string): AnswerRef | undefined {
  const kind = ref.charCodeAt(0)
  if (kind !== 103 && kind !== 109) return undefined
  const first = ref.indexOf('.', 1)
  const second = ref.indexOf('.', first + 1)
  if (first < 2 || second < 0) return undefined
  const run = Number(ref.slice(1, first))
  if (!Number.isSafeInteger(run) || run < 0) return undefined
  return { run, step: ref.slice(first + 1, second), value: ref.slice(second + 1), toggles: kind === 109 }
}
