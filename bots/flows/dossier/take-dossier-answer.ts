import type { DossierAnswer } from '../../dialogue/event.ts'
import type { Outcome, Scope } from '../../dialogue/flow.ts'
import type { HomeWorld } from '../home/home-world.ts'
import { say } from '../home/say.ts'

/** What follows from what the register answered. */
export function takeDossierAnswer(_answer: DossierAnswer, scope: Scope, world: HomeWorld): Outcome {
  return say(scope.text('dossier_status', { hotline: world.hotline }))
}
