import { createDossierSayings, type DossierSayings } from '../../bots/flows/dossier/dossier-sayings.ts'
import type { LoadedKnowledge } from '../load-knowledge.ts'
import { oncePerKnowledge } from '../once-per-knowledge.ts'

/** What followers of dossiers are told, in the words in force at that moment. */
export function pushSayings(loaded: () => LoadedKnowledge): DossierSayings {
  const current = oncePerKnowledge(loaded, ({ parts }) => createDossierSayings(parts))
  return {
    changed: (...args) => current().changed(...args),
    notice: (...args) => current().notice(...args),
  }
}
