import { createDossierSayings, type DossierSayings } from '../../bots/flows/dossier/dossier-sayings.ts'
import type { LoadedKnowledge } from '../load-knowledge.ts'

/** What followers of dossiers are told, in the words in force at that moment. */
export function pushSayings(loaded: () => LoadedKnowledge): DossierSayings {
  let made: { of: LoadedKnowledge; sayings: DossierSayings } | undefined
  const current = () => {
    const of = loaded()
    if (made?.of !== of) made = { of, sayings: createDossierSayings(of.parts) }
    return made.sayings
  }
  return {
    changed: (...args) => current().changed(...args),
    notice: (...args) => current().notice(...args),
  }
}
