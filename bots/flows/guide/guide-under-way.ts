import type { Scope } from '../../dialogue/flow.ts'
import type { Frame } from '../../dialogue/state.ts'
import { guidedCode } from './build-guide.ts'

/** The guide a person is in, be it beneath a question that came between, and the code of its procedure. */
export function guideUnderWay({ state }: Scope): { frame: Frame; code: string } | undefined {
  for (const frame of state.frames) {
    const code = guidedCode(frame.flow)
    if (code !== undefined) return { frame, code }
  }
  return undefined
}
