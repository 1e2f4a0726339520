import type { CallResult } from './bot-client.ts'

/** Whether Telegram refused what was asked for itself (400), in such words. */
export function isRefused(answer: CallResult, words: RegExp): boolean {
  if (answer.ok || answer.failure.kind !== 'refused' || answer.failure.status !== 400) return false
  return words.test(answer.failure.description)
}
