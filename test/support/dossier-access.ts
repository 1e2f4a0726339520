import { createSecretKey } from 'node:crypto'
import type { DossierAccess } from '../../bots/inbox/effects/effect-scope.ts'

/** For tests that have nothing to do with dossiers, or bring their own parts of it. */
export const testDossierAccess: DossierAccess = {
  key: createSecretKey(Buffer.alloc(32, 9)),
  isDiscreet: () => false,
  record: async () => {},
  guessed: () => {},
}
