import { fold } from '../../matching/fold.ts'
import type { DossierStatus } from '../dossier.ts'

interface Named {
  name: { vi: string; en: string }
  wordings: readonly string[]
}

/** A wording that two statuses have. */
interface Double {
  wording: string
  status: DossierStatus
  other: DossierStatus
}

/** By every folded way to name it, the status that is meant. */
export function indexWordings(statuses: Readonly<Record<DossierStatus, Named>>): {
  byWording: ReadonlyMap<string, DossierStatus>
  doubles: readonly Double[]
} {
  const byWording = new Map<string, DossierStatus>()
  const doubles: Double[] = []
  for (const [number, { name, wordings }] of Object.entries(statuses)) {
    const status = Number(number) as DossierStatus
    for (const wording of [name.vi, name.en, ...wordings]) {
      const folded = fold(wording)
      const other = byWording.get(folded) ?? status
      if (other !== status) doubles.push({ wording, status, other })
      byWording.set(folded, status)
    }
  }
  return { byWording, doubles }
}
