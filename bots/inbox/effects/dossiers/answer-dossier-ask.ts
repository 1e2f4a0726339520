import type { DossierAnswer, DossierAsk } from '../../../dialogue/event.ts'
import type { EffectScope } from '../effect-scope.ts'

/** Answers what a turn asks of the register of dossiers. */
export async function answerDossierAsk(_scope: EffectScope, _ask: DossierAsk): Promise<DossierAnswer> {
  return { kind: 'follow_over' }
}
