import type { Heard, Outcome, Scope } from '../../dialogue/flow.ts'
import { say } from '../home/say.ts'

/** A phone number that was shared, or the codes that a photo shows. */
export function hearProof(heard: Extract<Heard, { kind: 'contact' | 'photo_read' }>, scope: Scope): Outcome {
  if (heard.kind === 'contact' && heard.phone && !scope.state.group)
    return { ask: { kind: 'prove_phone', phone: heard.phone } }
  return say(scope.text('attachment.contact'))
}
