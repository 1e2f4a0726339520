import type { CallFailure, CallResult } from './bot-client.ts'
import { type Pace, pauseAfter } from './pace.ts'

/**
 * Makes a call again and again until it works.
 * @param failed told of each failure
 * @returns null when it was stopped before that
 */
export async function untilDone(
  call: () => Promise<CallResult>,
  failed: (failure: CallFailure) => void,
  pace: Pace,
  signal: AbortSignal,
): Promise<{ result: unknown } | null> {
  for (let tries = 1; !signal.aborted; tries += 1) {
    const answer = await call()
    if (answer.ok) return { result: answer.result }
    if (answer.failure.kind === 'aborted') return null
    failed(answer.failure)
    await pace.sleep(pauseAfter(answer.failure, tries, pace), signal)
  }
  return null
}
