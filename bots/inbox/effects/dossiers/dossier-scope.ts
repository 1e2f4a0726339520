import type { EffectScope } from '../effect-scope.ts'
import type { Asker } from './find-asker.ts'

/** What answering a question about dossiers may use. */
export interface DossierScope extends EffectScope {
  asker: Asker
}
