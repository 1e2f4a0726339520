import type { Outcome } from '../../dialogue/flow.ts'
import type { Choice } from '../../dialogue/reply.ts'

/** One message of one paragraph, perhaps with buttons. */
export function say(text: string, choices?: Choice[]): Outcome {
  return { replies: [{ blocks: [{ kind: 'text', text }], ...(choices?.length ? { choices } : {}) }] }
}
