import type { z } from 'zod'
import { fold } from '../../matching/fold.ts'
import type { DossierStatus } from '../dossier.ts'
import type { DossierFacts } from './dossier-facts.ts'
import { indexWordings } from './index-wordings.ts'
import type { DossierRules } from './rule-data.ts'
import type { statusFile } from './status-data.ts'

/** The longest name has 40 characters; a cell of millions is not looked through. */
const longest = 200

/** What is known of dossiers, from checked data. */
export function createDossierFacts(
  { statuses, steps }: z.infer<typeof statusFile>,
  rules: DossierRules,
): DossierFacts {
  const { byWording } = indexWordings(statuses)
  const numbered = (number: string) => {
    const status = Number(number)
    return status in statuses ? (status as DossierStatus) : undefined
  }
  return {
    statuses,
    steps,
    rules,
    statusOf(text) {
      if (text.length > longest) return undefined
      const folded = fold(text)
      // A spreadsheet may make "4.0" of a number.
      const [, alone] = /^(\d{1,2})(?:[.,]0*)?$/.exec(folded) ?? []
      if (alone !== undefined) return numbered(alone)
      // "4 - Đang xử lý": a number that says something else than the name is no answer.
      const [, number, name = folded] = /^(\d{1,2})[ .:)-]+(.+)$/.exec(folded) ?? []
      const named = byWording.get(name)
      return number === undefined || numbered(number) === named ? named : undefined
    },
  }
}
