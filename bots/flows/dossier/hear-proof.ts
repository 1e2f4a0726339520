import type { Heard, Outcome, Scope } from '../../dialogue/flow.ts'
import { say } from '../home/say.ts'
import { hearDossierCode } from './hear-dossier-code.ts'

/** A phone number that was shared, or the codes that a photo shows. */
export function hearProof(heard: Extract<Heard, { kind: 'contact' | 'photo_read' }>, scope: Scope): Outcome {
  if (heard.kind === 'photo_read')
    return hearDossierCode(heard.codes.join('\n'), scope) ?? say(scope.text('dossier.photo.none'))
  if (scope.state.group) return say(scope.text('dossier.group'))
  if (heard.phone) return { ask: { kind: 'prove_phone', phone: heard.phone } }
  return say(scope.text('dossier.contact'))
}
