import type { DossierAnswer, DossierAsk } from '../../../dialogue/event.ts'
import { countTries } from './count-tries.ts'
import type { DossierScope } from './dossier-scope.ts'
import { openDossier } from './open-dossier.ts'
import { recordLook } from './record-look.ts'

/**
 * A code was written. What is not open to the person is answered, counted and put on record without the register
 * being asked whether there is such a dossier.
 */
export async function askDossier(
  scope: DossierScope,
  { code }: Extract<DossierAsk, { kind: 'dossier' }>,
): Promise<DossierAnswer> {
  const opened = await openDossier(scope, code)
  if (opened) return opened
  const tries = await countTries(scope, code)
  if (tries.wait) {
    await recordLook(scope, { action: 'dossier.refused', code, by: 'wait' })
    return tries.wait
  }
  await tries.noteCode()
  await recordLook(scope, { action: 'dossier.asked', code })
  return { kind: 'dossier_unproved', code }
}
